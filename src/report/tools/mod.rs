//! What the stand-alone tools found, as tables and charts.

mod charts;
mod days;
mod sheets;

use solstice_engine::toolkit::timeseries::TsData;
use solstice_engine::tools::{Tool, ToolResult};

use super::chart::Chart;
use super::sheet::Sheet;

/// Tables and charts of one result.
#[derive(Clone, Debug, PartialEq)]
pub struct ToolReport {
    /// The tables.
    pub sheets: Vec<Sheet>,
    /// The charts, the most important one first.
    pub charts: Vec<Chart>,
}

/// A series on which a tool was run.
#[derive(Clone, Copy, Debug)]
pub struct ToolSeries<'a> {
    /// Its name.
    pub name: &'a str,
    /// Unit and source.
    pub source: &'a str,
    /// The data.
    pub data: &'a TsData,
}

impl ToolReport {
    /// The report on `series`.
    pub fn new(series: ToolSeries<'_>, tool: &Tool, result: &ToolResult) -> Self {
        Self { sheets: sheets::sheets(tool, result), charts: charts::charts(series, tool, result) }
    }
}

/// Name of a tool, as a title.
pub fn title(tool: &Tool) -> &'static str {
    match tool {
        Tool::Seasonality(_) => "Seasonality tests",
        Tool::Spectrum(_) => "Spectrum",
        Tool::Differencing(_) => "Differencing",
        Tool::CanovaHansen(_) => "Canova-Hansen test",
        Tool::TradingDays(_) => "Trading days",
        Tool::Outliers(_) => "Outliers",
        Tool::CheckLast(_) => "Last observations",
    }
}

/// The tables of `result`.
pub fn tables(tool: &Tool, result: &ToolResult) -> Vec<Sheet> {
    sheets::sheets(tool, result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::sa::{ModellingContext, Silent};
    use solstice_engine::tools::{
        CanovaHansenOptions, CheckLastOptions, DifferencingOptions, OutlierOptions, SeasonalModel,
        SeasonalityOptions, SpectrumMethod, SpectrumOptions, TradingDaysOptions,
    };

    fn all_tools() -> Vec<Tool> {
        let canova = |model| Tool::CanovaHansen(CanovaHansenOptions { model, ..Default::default() });
        vec![
            Tool::Seasonality(SeasonalityOptions::default()),
            Tool::Spectrum(SpectrumOptions::new(SpectrumMethod::PERIODOGRAM)),
            Tool::Spectrum(SpectrumOptions::new(SpectrumMethod::AUTOREGRESSIVE)),
            Tool::Spectrum(SpectrumOptions::new(SpectrumMethod::TUKEY)),
            Tool::Differencing(DifferencingOptions::default()),
            canova(SeasonalModel::Dummies),
            canova(SeasonalModel::Contrasts),
            canova(SeasonalModel::Trigonometric),
            Tool::TradingDays(TradingDaysOptions::default()),
            Tool::TradingDays(TradingDaysOptions { log: true, ..Default::default() }),
            Tool::Outliers(OutlierOptions::default()),
            Tool::CheckLast(CheckLastOptions { back: 3, ..Default::default() }),
        ]
    }

    #[test]
    fn every_result_has_tables_and_charts_without_gaps() {
        for frequency in [4, 12] {
            let value = |t: u32| {
                100.0
                    + f64::from(t % frequency) * 2.0
                    + f64::from((t * 7919 + t * t * 31) % 101) / 20.0
                    + if t == 50 { 30.0 } else { 0.0 }
            };
            let data = TsData::of(frequency, 2000, 1, (0..150).map(value).collect()).unwrap();
            let series = ToolSeries { name: "Sales", source: "index", data: &data };
            for tool in all_tools() {
                let result = tool.run(&data, &ModellingContext::default(), &mut Silent).unwrap();
                let report = ToolReport::new(series, &tool, &result);
                assert!(!report.sheets.is_empty() && !report.charts.is_empty(), "{}", title(&tool));
                for sheet in &report.sheets {
                    assert!(!sheet.rows.is_empty() || !sheet.note.is_empty(), "{}", sheet.title);
                    for row in &sheet.rows {
                        assert_eq!(row.len(), sheet.columns.len(), "{}", sheet.title);
                    }
                }
                for chart in &report.charts {
                    assert!(chart.title.starts_with("Sales: "), "{}", chart.title);
                    assert!(chart.panes.iter().flat_map(|p| &p.marks).any(|m| !m.points.is_empty()));
                }
            }
        }
    }
}
