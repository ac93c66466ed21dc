//! Reading series again from where they came from.

use std::collections::HashMap;
use std::path::Path;

use solstice_engine::toolkit::timeseries::TsData;

use super::csv::{self, CsvOptions};
use super::{DataError, Moniker};

/// The present values of the series with these sources, in their order; each file is read once.
pub fn read_again(sources: &[Moniker]) -> Vec<Result<TsData, DataError>> {
    let mut files: HashMap<(&str, &str, &str), Result<csv::Import, String>> = HashMap::new();
    sources
        .iter()
        .map(|source| {
            let file = (source.provider.as_str(), source.path.as_str(), source.options.as_str());
            let import = files.entry(file).or_insert_with(|| import(source).map_err(|e| e.to_string()));
            let series = match import {
                Ok(import) => import.series.iter().find(|s| s.name == source.key),
                Err(reason) => {
                    return Err(DataError::Source { name: source.key.clone(), reason: reason.clone() });
                }
            };
            series.map(|s| s.data.clone()).ok_or_else(|| DataError::Source {
                name: source.key.clone(),
                reason: format!(
                    "{}: there is no usable series of this name in the file any more; import it anew",
                    source.path
                ),
            })
        })
        .collect()
}

fn import(source: &Moniker) -> Result<csv::Import, DataError> {
    let unknown = |reason: String| DataError::Source { name: source.key.clone(), reason };
    if source.provider != "csv" {
        return Err(unknown(format!("sources of the kind \"{}\" are not known", source.provider)));
    }
    let options = CsvOptions::from_text(&source.options)
        .ok_or_else(|| unknown("its reading options are not understood; import it anew".to_owned()))?;
    csv::read_file(Path::new(&source.path), &options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_are_found_again_by_name_and_the_missing_ones_named() {
        let folder = std::env::temp_dir().join(format!("solstice-source-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("table.csv");
        std::fs::write(&path, "date,a,b\n2000-01,1,5\n2000-02,2,6\n2000-03,3,7\n").unwrap();
        let import = csv::read_file(&path, &CsvOptions::default()).unwrap();
        let mut sources: Vec<Moniker> = import.series.iter().filter_map(|s| s.moniker.clone()).collect();
        sources.push(Moniker { key: "c".to_owned(), ..sources[0].clone() });
        sources.push(Moniker { path: "nowhere.csv".to_owned(), ..sources[0].clone() });
        std::fs::write(&path, "date,b,a\n2000-01,5,1\n2000-02,6,2\n2000-03,7,3\n2000-04,8,4\n").unwrap();
        let read = read_again(&sources);
        assert_eq!(read[0].as_ref().unwrap().values(), [1.0, 2.0, 3.0, 4.0]);
        assert_eq!(read[1].as_ref().unwrap().values(), [5.0, 6.0, 7.0, 8.0]);
        assert!(read[2].as_ref().unwrap_err().to_string().contains("no usable series of this name"));
        assert!(read[3].as_ref().unwrap_err().to_string().contains("nowhere.csv"));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
