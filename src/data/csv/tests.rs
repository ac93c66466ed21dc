use solstice_engine::toolkit::timeseries::TsUnit;

use super::*;

fn preview(text: &str) -> CsvPreview {
    preview_text(text, "t.csv", &CsvOptions::default()).unwrap()
}

fn error(text: &str) -> String {
    preview_text(text, "t.csv", &CsvOptions::default()).unwrap_err().to_string()
}

/// Name, first period with unit, values (NaN as a blank).
fn shown(import: &Import) -> Vec<String> {
    import
        .series
        .iter()
        .map(|s| {
            let values: Vec<String> =
                s.data.values().iter().map(|&x| TableFormat::default().number(x)).collect();
            format!("{} {}/{}: {}", s.name, s.data.start(), s.data.start().unit, values.join(" "))
        })
        .collect()
}

#[test]
fn the_long_form() {
    let p = preview(
        "series,period,freq,value\na,2000-01,12,1.5\na,2000-02,12,\nb,1999-04,4,2e3\na,2000-04,12,-3\nb,1999-07,4,7\n",
    );
    assert_eq!(p.detected.layout, Layout::Long);
    assert_eq!(p.detected.date_format, DateFormat::YearMonth);
    assert_eq!(shown(&p.import), ["a 2000-01/P1M: 1.5   -3", "b 1999-04/P3M: 2000 7"]);
    assert_eq!(
        p.import.warnings,
        ["a: 1 periods between the first and the last are not in the table and count as missing"]
    );
    assert_eq!(p.rows[1], ["a", "2000-01", "12", "1.5"]);
}

#[test]
fn duplicates_are_refused_by_name_and_period() {
    let p =
        preview("series,period,freq,value\na,2000-01,12,1\na,2000-01,12,2\nb,2000-01,12,1\nb,2000-02,12,1\n");
    assert_eq!(shown(&p.import), ["b 2000-01/P1M: 1 1"]);
    let (name, reason) = &p.import.refused[0];
    assert_eq!(name, "a");
    assert!(reason.contains("2000-01") && reason.contains("aggregation"), "{reason}");
    let only = error("series,period,freq,value\na,2000-01,12,1\na,2000-01,12,2\n");
    assert!(only.starts_with("t.csv: no series found: a: Duplicated observations"), "{only}");
}

#[test]
fn columns_in_every_dialect() {
    let monthly = ["A x 2000-01/P1M: 1.5 1234.25 3 4", "B 2000-01/P1M: 10  30 40"];
    for (text, delimiter, decimal, format) in [
        (
            "date,A x,B\n2000-01-01,1.5,10\n2000-02-01,1234.25,\n2000-03-01,3,30\n2000-04-01,4,40\n",
            ',',
            DecimalSign::Point,
            DateFormat::YearMonthDay,
        ),
        (
            "date;A x;B\r\n01.01.2000;1,5;10\r\n01.02.2000;1.234,25;NA\r\n01.03.2000;3;30\r\n01.04.2000;4;40\r\n",
            ';',
            DecimalSign::Comma,
            DateFormat::DayMonthYear,
        ),
        (
            "\tA x\tB\n1/31/2000\t1.5\t10\n2/29/2000\t1,234.25\t.\n3/31/2000\t3\t30\n4/30/2000\t4\t40",
            '\t',
            DecimalSign::Point,
            DateFormat::MonthDayYear,
        ),
        (
            "\"date\"|\"A x\"|\"B\"\n\"2000M01\"|\"1.5\"|\"10\"\n2000M02|1 234.25|..\n2000M03|3|30\n2000M04|4|40\n",
            '|',
            DecimalSign::Point,
            DateFormat::YearMMonth,
        ),
        (
            "date\tA x\tB\nJan-00\t1,5\t10\nFeb-00\t1'234,25\t\nMar-00\t3\t30\nApr-00\t4\t40\n",
            '\t',
            DecimalSign::Comma,
            DateFormat::MonthName,
        ),
        (
            "date;A x;B\n200001;1.5;10\n200002;1234.25;-\n200003;3.0;30\n200004;4;40\n",
            ';',
            DecimalSign::Point,
            DateFormat::CompactMonth,
        ),
        (
            "date;A x;B\n2000-01-01T00:00:00;1.5;10\n\n2000-02-01T00:00:00;1234.25;\n2000-03-01T00:00:00;3.0;30\n2000-04-01T00:00:00;4;40\n;;\n",
            ';',
            DecimalSign::Point,
            DateFormat::YearMonthDay,
        ),
    ] {
        let p = preview(text);
        assert_eq!(p.detected.layout, Layout::Columns, "{text}");
        assert_eq!((p.detected.delimiter, p.detected.decimal), (delimiter, decimal), "{text}");
        assert_eq!(p.detected.date_format, format, "{text}");
        assert_eq!(shown(&p.import), monthly, "{text}");
        assert_eq!(p.import.refused, []);
    }
}

#[test]
fn dates_in_the_first_row_give_a_series_per_row() {
    let p = preview("group;name;1999Q3;1999Q4;2000Q1;2000Q2\nG;a;1;2;3;4\nG;b;4;;6;7\n");
    assert_eq!(p.detected.layout, Layout::Rows);
    assert_eq!(shown(&p.import), ["G a 1999-07/P3M: 1 2 3 4", "G b 1999-07/P3M: 4  6 7"]);
}

#[test]
fn headings_of_several_rows_titles_and_notes() {
    let p = preview(
        "Sales of shops\n,Retail,Retail\n,food,other\n1999,1,2\n2000,3,4\n2001,5,6\nSource: office\n",
    );
    assert_eq!(shown(&p.import), ["Retail food 1999/P1Y: 1 3 5", "Retail other 1999/P1Y: 2 4 6"]);
    assert_eq!(p.import.warnings, ["1 rows without a date were left out: \"Source: office\" in line 7"]);
}

#[test]
fn cells_that_are_no_numbers_are_told_with_their_place() {
    let p = preview("date,A\n2000-01,1\n2000-02,12 p\n2000-03,3\n2000-04,4\n2000-05,x\n");
    assert_eq!(shown(&p.import), ["A 2000-01/P1M: 1  3 4"]);
    assert_eq!(
        p.import.warnings,
        [
            "2 cells are no numbers and count as missing: \"12 p\" in line 3, column 2, \"x\" in line 6, column 2"
        ]
    );
}

#[test]
fn ambiguous_dates_and_numbers_are_flagged() {
    let p = preview("date;A\n01/01/2000;1,234\n02/02/2000;2,345\n");
    assert_eq!(p.import.warnings.len(), 2, "{:?}", p.import.warnings);
    assert!(p.import.warnings[0].contains("day/month"));
    assert!(p.import.warnings[1].contains("decimal comma"));
    assert_eq!(p.import.series[0].data.values(), [1234.0, 2345.0]);
    let given = CsvOptions {
        decimal: Some(DecimalSign::Comma),
        date_format: Some(DateFormat::MonthDayYear),
        unit: Some(TsUnit::MONTH),
        ..CsvOptions::default()
    };
    let p = preview_text("date;A\n01/01/2000;1,234\n02/02/2000;2,345\n", "t", &given).unwrap();
    assert_eq!(p.import.warnings, [] as [String; 0]);
    assert_eq!(shown(&p.import), ["A 2000-01/P1M: 1.234 2.345"]);
    // a day of the month that never changes settles it
    let dmy = preview("date;A\n01/01/2000;1\n01/02/2000;2\n01/03/2000;3\n");
    assert_eq!(dmy.detected.date_format, DateFormat::DayMonthYear);
    let mdy = preview("date;A\n01/01/2000;1\n02/01/2000;2\n03/01/2000;3\n");
    assert_eq!(mdy.detected.date_format, DateFormat::MonthDayYear);
    assert_eq!((dmy.import.warnings.len(), mdy.import.warnings.len()), (0, 0));
}

#[test]
fn character_sets() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    let text = "date;Übernachtungen\n2000-01;1,5\n2000-02;2,5\n";
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin1: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for (bytes, encoding) in [(marked, Encoding::Utf8), (utf16, Encoding::Utf16), (latin1, Encoding::Latin1)]
    {
        std::fs::write(&path, bytes).unwrap();
        let p = preview_file(&path, &CsvOptions::default()).unwrap();
        assert_eq!(p.detected.encoding, encoding);
        assert_eq!(shown(&p.import), ["Übernachtungen 2000-01/P1M: 1.5 2.5"]);
        assert_eq!(p.import.series[0].moniker.as_ref().unwrap().key, "Übernachtungen");
    }
}

#[test]
fn messages() {
    assert_eq!(error(" \n\n"), "t.csv: there is no text; a table of dates and values is needed");
    assert_eq!(
        error("a,b\nc,d\ne,f\n"),
        "t.csv: no dates found (the first cells are \"a\", \"c\", \"e\"); put dates such as 1992-01, 1992Q1 or 31/01/1992 into the first column or the first row, or choose the delimiter and the date format"
    );
    assert_eq!(
        error("date,a\n2000-01,\"1\n2000-02,2\n"),
        "t.csv, line 2: a \" is opened and not closed; close or remove it, or choose another quote"
    );
    assert_eq!(
        error("series,period,freq,value\na,2000-01,5,1\n"),
        "t.csv, line 2: column 3: \"5\" is no frequency; use 1, 2, 3, 4, 6 or 12 periods a year"
    );
    assert!(error("date,a\n2000-01,1\n").contains("a: Cannot guess frequency with a single observation"));
    let missing = read_file(Path::new("no/such.csv"), &CsvOptions::default()).unwrap_err().to_string();
    assert!(missing.starts_with("no/such.csv: cannot read the file: "), "{missing}");
}

#[test]
fn names_that_occur_again_are_told_apart() {
    let p = preview("date,a,a,\n2000-01,1,2,3\n2000-02,1,2,3\n");
    let names: Vec<&str> = p.import.series.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["a", "a (2)", "Column 3"]);
    assert_eq!(p.import.warnings, ["the name a occurs again; the series was called a (2)"]);
}

#[test]
fn many_rows_are_read_fast() {
    let mut text = String::from("series,period,freq,value\n");
    for s in 0..300 {
        for t in 0..240 {
            text.push_str(&format!("s{s},{}-{:02},12,{}\n", 2000 + t / 12, t % 12 + 1, t as f64 / 7.0));
        }
    }
    let begin = std::time::Instant::now();
    let p = preview(&text);
    assert_eq!(p.import.series.len(), 300);
    assert_eq!(p.import.series[299].data.values()[239], 239.0 / 7.0);
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

#[test]
fn what_is_written_is_read_back() {
    let headings = ["date", "a;b", "c"].map(str::to_owned);
    let labels = ["2000-01", "2000-02", "2000-03", "2000-04"].map(str::to_owned);
    let columns = [vec![1.0 / 3.0, f64::NAN, -1e-9, 7.0], vec![1e20, 2.5, 0.0, -0.0]];
    for (delimiter, decimal) in
        [(';', DecimalSign::Comma), (',', DecimalSign::Point), ('\t', DecimalSign::Point)]
    {
        let text = write_table(TableFormat { delimiter, decimal }, &headings, &labels, &columns);
        let p = preview(&text);
        assert_eq!(p.detected.decimal, decimal);
        assert_eq!(p.import.series[0].name, "a;b");
        for (series, column) in p.import.series.iter().zip(&columns) {
            let bits = |v: &[f64]| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(series.data.values()), bits(column));
        }
    }
    assert_eq!(TableFormat::default().line(["a", "b,c", "d\"e"]), "a,\"b,c\",\"d\"\"e\"\n");
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "[0-9a-z,;\t\n\r\"'/. é-]{0,200}") {
        let _ = preview_text(&text, "t", &CsvOptions::default());
    }

    #[test]
    fn no_bytes_break_the_decoder(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..100)) {
        let (text, _) = encoding::decode(&bytes, None);
        let _ = preview_text(&text, "t", &CsvOptions::default());
    }
}
