//! 省级规定的其他信息 (第七条第七项): columns that a province writes into its rules, one a line:
//!
//! ```text
//! boarding_school | 寄宿学校名称 | 文字40
//! distance | 上学距离 | 数字0-100公里 | 必填
//! dialect | 方言区 | 选项 吴语/徽语/官话
//! card_on | 市民卡办理日期 | 日期
//! ```

use super::column::{Column, ColumnKind};

/// Lines a province may have.
pub const MOST: usize = 40;

/// Reads the lines.
///
/// # Errors
/// What is wrong with the first line that does not read, for who wrote it.
pub fn parse(text: &str) -> Result<Vec<Column>, String> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() > MOST {
        return Err(format!("最多{MOST}项。"));
    }
    let mut columns: Vec<Column> = Vec::with_capacity(lines.len());
    for (n, line) in lines.iter().enumerate() {
        let column = column(line).map_err(|what| format!("第{}行：{what}", n + 1))?;
        if columns.iter().any(|other| other.key == column.key || other.label == column.label) {
            return Err(format!("第{}行：标识或名称与前面的一项相同。", n + 1));
        }
        columns.push(column);
    }
    Ok(columns)
}

/// The lines in canonical form; [`parse`] reads them to the same columns.
pub fn text(columns: &[Column]) -> String {
    let line = |column: &Column| {
        let required = if column.required { " | 必填" } else { "" };
        format!("{} | {} | {}{required}", column.key, column.label, kind_text(&column.kind))
    };
    columns.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn column(line: &str) -> Result<Column, String> {
    let parts: Vec<&str> = line.split(['|', '｜']).map(str::trim).collect();
    let (key, label, kind, required) = match parts.as_slice() {
        [key, label, kind] => (*key, *label, *kind, false),
        [key, label, kind, "必填"] => (*key, *label, *kind, true),
        [_, _, _, _] => return Err("第四栏只能写“必填”。".into()),
        _ => return Err("应写作“标识 | 名称 | 类型”，必填的再加“ | 必填”。".into()),
    };
    let good = key.len() <= 30
        && key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !good {
        return Err(format!("标识“{key}”应以小写字母开头，只用小写字母、数字和下划线，不超过30个字符。"));
    }
    if label.is_empty() || label.chars().count() > 20 || label.contains(['（', '(']) {
        return Err("名称应为1至20个字，不含括号。".into());
    }
    Ok(Column { key: key.into(), label: label.into(), kind: kind_of(kind)?, required })
}

fn kind_of(text: &str) -> Result<ColumnKind, String> {
    if text == "日期" {
        return Ok(ColumnKind::Date);
    }
    if let Some(max) = text.strip_prefix("文字") {
        return match max.trim().parse() {
            Ok(max @ 1..=500) => Ok(ColumnKind::Text { max }),
            _ => Err("“文字”后应写字数上限，1至500，如“文字40”。".into()),
        };
    }
    if let Some(options) = text.strip_prefix("选项") {
        let options: Vec<String> = options
            .split(['/', '、'])
            .map(|option| option.trim().to_owned())
            .filter(|option| !option.is_empty())
            .collect();
        let unique = options.iter().collect::<std::collections::BTreeSet<_>>().len() == options.len();
        let fits = options.iter().all(|option| option.chars().count() <= 20);
        return match options.len() {
            2..=40 if unique && fits => Ok(ColumnKind::Choice { options }),
            _ => Err("“选项”后应写2至40个不同的词，每个不超过20个字，用“/”分开。".into()),
        };
    }
    if let Some(range) = text.strip_prefix("数字") {
        let bad = || "“数字”后应写范围和单位，如“数字0-100公里”。".to_owned();
        let (min, rest) = range.trim().split_once(['-', '~']).ok_or_else(bad)?;
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (max, unit) = rest.split_at(end);
        let (min, max): (i64, i64) =
            (min.trim().parse().map_err(|_| bad())?, max.parse().map_err(|_| bad())?);
        if min > max || max > 1_000_000_000 || crate::text::length(unit) > 8 {
            return Err(bad());
        }
        return Ok(ColumnKind::Number { min, max, decimals: 0, unit: unit.trim().into() });
    }
    Err(format!("没有“{text}”这种类型，可写：文字、数字、日期、选项。"))
}

fn kind_text(kind: &ColumnKind) -> String {
    match kind {
        ColumnKind::Text { max } => format!("文字{max}"),
        ColumnKind::Number { min, max, unit, .. } => format!("数字{min}-{max}{unit}"),
        ColumnKind::Choice { options } => format!("选项 {}", options.join("/")),
        // A province's lines name no other kinds.
        ColumnKind::Date | ColumnKind::Mark | ColumnKind::Time => "日期".into(),
    }
}
