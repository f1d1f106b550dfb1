//! The values of a column of Parquet as the cells a file with commas would have: text in the one form in which such things are written.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use domain::form::cell::{Cell, CellValue};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::schema::types::ColumnDescriptor;

/// Decimal places at most: what a whole number of 128 bits has digits.
const MOST_PLACES: i32 = 38;
/// Whole numbers that a single has exactly.
const EXACT_SINGLE: f32 = 16_777_216.0;
/// Whole numbers that a double has exactly, as a spreadsheet shows them.
const EXACT: f64 = 1e15;
/// Between the day of a moment that is the world's and the same here.
const SHANGHAI: TimeDelta = TimeDelta::hours(8);

/// How the values of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Letters.
    Text,
    /// Bytes of which the file does not say what they are: letters, as older programs (Impala, Hive) keep them, if every value is some.
    Unsaid,
    /// 是 or 否.
    Truth,
    /// Whole numbers.
    Whole,
    /// Whole numbers without a sign.
    Unsigned,
    /// Numbers with fractions as machines keep them.
    Floating,
    /// Numbers with so many decimal places.
    Decimal(u32),
    /// Days since 1970.
    Day,
    /// A time of day, in so many parts of a second.
    Time(i64),
    /// A moment since 1970, in so many parts of a second; the world's, or a clock's on a wall.
    Moment { parts: i64, of_world: bool },
}

/// Why a value is no cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bad {
    /// A whole number of which the column does not keep all digits.
    DigitsLost,
    /// It is not what its column says.
    Damaged,
    /// Bytes that are no letters, in a column that does not say what it holds.
    Binary,
    /// It is written in a way that is not read.
    OtherKind,
    /// More text than is held at once.
    TooMuch,
}

/// What is said of a column of bytes, behind its name.
pub(super) const BINARY: &str = "是二进制的列";

type Read<T> = Result<T, Bad>;

/// How the values of a column are written, or why there is no way, behind its name.
pub(super) fn form_of(column: &ColumnDescriptor) -> Result<Form, &'static str> {
    if column.path().parts().len() > 1 || column.max_rep_level() > 0 {
        return Err("是嵌套的列（列表、结构或映射）");
    }
    let said = column.logical_type_ref();
    let form = match (column.physical_type(), said, column.converted_type()) {
        (_, Some(LogicalType::Decimal(decimal)), _) => decimal_of(decimal.scale)?,
        (_, _, ConvertedType::DECIMAL) => decimal_of(column.type_scale())?,
        (Type::BOOLEAN, ..) => Form::Truth,
        (Type::FLOAT | Type::DOUBLE, ..) => Form::Floating,
        (Type::INT96, ..) => Form::Moment { parts: 1_000_000, of_world: true },
        (Type::INT32, Some(LogicalType::Date), _) | (Type::INT32, _, ConvertedType::DATE) => Form::Day,
        (Type::INT32 | Type::INT64, Some(LogicalType::Time(time)), _) => Form::Time(parts_of(&time.unit)),
        (Type::INT32, _, ConvertedType::TIME_MILLIS) => Form::Time(1_000),
        (Type::INT64, _, ConvertedType::TIME_MICROS) => Form::Time(1_000_000),
        (Type::INT64, Some(LogicalType::Timestamp(at)), _) => {
            Form::Moment { parts: parts_of(&at.unit), of_world: at.is_adjusted_to_u_t_c }
        }
        (Type::INT64, _, ConvertedType::TIMESTAMP_MILLIS) => Form::Moment { parts: 1_000, of_world: true },
        (Type::INT64, _, ConvertedType::TIMESTAMP_MICROS) => {
            Form::Moment { parts: 1_000_000, of_world: true }
        }
        (Type::INT32 | Type::INT64, Some(LogicalType::Integer(int)), _) if !int.is_signed => Form::Unsigned,
        (
            Type::INT32 | Type::INT64,
            _,
            ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64,
        ) => Form::Unsigned,
        (Type::INT32 | Type::INT64, ..) => Form::Whole,
        (Type::BYTE_ARRAY, Some(LogicalType::String | LogicalType::Enum | LogicalType::Json), _)
        | (Type::BYTE_ARRAY, _, ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON) => {
            Form::Text
        }
        (Type::BYTE_ARRAY, None, ConvertedType::NONE) => Form::Unsaid,
        (Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY, ..) => return Err(BINARY),
    };
    Ok(form)
}

fn decimal_of(places: i32) -> Result<Form, &'static str> {
    match u32::try_from(places) {
        Ok(some) if places <= MOST_PLACES => Ok(Form::Decimal(some)),
        _ => Err("的小数位数太多"),
    }
}

fn parts_of(unit: &TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    }
}

/// What a cell weighs: its text, and what each has besides.
pub(super) fn weight(cell: &Cell) -> usize {
    let text = match &cell.value {
        CellValue::Text(text) => text.len(),
        _ => 0,
    };
    text + std::mem::size_of::<Cell>()
}

impl Form {
    pub(super) fn truth(self, value: bool) -> Cell {
        Cell::text(if value { "是" } else { "否" })
    }

    /// A whole number of 32 bits.
    pub(super) fn small(self, value: i32) -> Read<Cell> {
        match self {
            Self::Unsigned => Ok(Cell::text(&value.cast_unsigned().to_string())),
            _ => self.whole(i64::from(value)),
        }
    }

    /// A whole number, or what is kept as one.
    pub(super) fn whole(self, value: i64) -> Read<Cell> {
        let text = match self {
            Self::Unsigned => value.cast_unsigned().to_string(),
            Self::Decimal(places) => decimal(i128::from(value), places),
            Self::Day => {
                let day = NaiveDate::default().checked_add_signed(days(value)?);
                day.ok_or(Bad::Damaged)?.to_string()
            }
            Self::Time(parts) => {
                let seconds = u32::try_from(value.div_euclid(parts)).map_err(|_| Bad::Damaged)?;
                let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0);
                time.ok_or(Bad::Damaged)?.format("%H:%M:%S").to_string()
            }
            Self::Moment { parts, of_world } => {
                moment(value.div_euclid(parts), value.rem_euclid(parts) == 0, of_world)?
            }
            _ => value.to_string(),
        };
        Ok(Cell::text(&text))
    }

    pub(super) fn single(self, value: f32) -> Read<Cell> {
        match value {
            value if value.is_nan() => Ok(Cell::empty()),
            value if value.fract() == 0.0 && value.abs() >= EXACT_SINGLE => Err(Bad::DigitsLost),
            // The shortest text that is this number, not the digits that a double would add.
            value => Ok(Cell::text(&value.to_string())),
        }
    }

    /// No number is none: programs keep whole numbers with gaps like this.
    pub(super) fn double(self, value: f64) -> Cell {
        match value {
            value if value.is_nan() => Cell::empty(),
            value if value.is_infinite() => Cell::text(&value.to_string()),
            // Read as the number of a spreadsheet that has lost its last digits, which is told.
            value if value.abs() >= EXACT => Cell::plain(CellValue::Number(value)),
            value => Cell::text(&value.to_string()),
        }
    }

    /// Text, or a decimal number that has no room in a whole one.
    pub(super) fn bytes(self, value: &[u8]) -> Read<Cell> {
        if let Self::Decimal(places) = self {
            return Ok(Cell::text(&decimal(big_endian(value)?, places)));
        }
        let bad = if self == Self::Unsaid { Bad::Binary } else { Bad::Damaged };
        let text = std::str::from_utf8(value).map_err(|_| bad)?;
        if self == Self::Unsaid && text.chars().any(|char| char == '\0') {
            return Err(Bad::Binary);
        }
        let text = super::bare(text);
        Ok(if text.is_empty() { Cell::empty() } else { Cell::text(text) })
    }
}

fn days(value: i64) -> Read<TimeDelta> {
    TimeDelta::try_days(value).ok_or(Bad::Damaged)
}

/// A day where it is the beginning of one, here or of the world's: programs keep days as moments, many of them as midnight of UTC, which is
/// eight in the morning of the same day here. `exact` where nothing is left of a second.
fn moment(seconds: i64, exact: bool, of_world: bool) -> Read<String> {
    let at = DateTime::from_timestamp(seconds, 0).ok_or(Bad::Damaged)?.naive_utc();
    let here = if of_world { at.checked_add_signed(SHANGHAI) } else { Some(at) };
    let here: NaiveDateTime = here.ok_or(Bad::Damaged)?;
    let begins = [here.time(), at.time()].contains(&NaiveTime::MIN);
    let form = if exact && begins { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" };
    Ok(here.format(form).to_string())
}

/// A decimal number without zeros at its end.
fn decimal(value: i128, places: u32) -> String {
    let digits = value.unsigned_abs().to_string();
    let places = usize::try_from(places).unwrap_or(0);
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let sign = if value < 0 { "-" } else { "" };
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

/// A whole number as the format keeps it in bytes.
fn big_endian(bytes: &[u8]) -> Read<i128> {
    let first = *bytes.first().ok_or(Bad::Damaged)?;
    if bytes.len() > 16 {
        return Err(Bad::Damaged);
    }
    let mut wide = [if first & 0x80 == 0 { 0 } else { 0xff }; 16];
    for (to, from) in wide.iter_mut().rev().zip(bytes.iter().rev()) {
        *to = *from;
    }
    Ok(i128::from_be_bytes(wide))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(cell: &Cell) -> &str {
        match &cell.value {
            CellValue::Text(text) => text,
            CellValue::Empty => "",
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn values_are_written_as_in_a_file_with_commas() {
        let whole = |form: Form, value: i64| form.whole(value).map(|cell| shown(&cell).to_owned());
        assert_eq!(whole(Form::Whole, 320_102_201_901_010_027).unwrap(), "320102201901010027");
        assert_eq!(whole(Form::Unsigned, -1).unwrap(), u64::MAX.to_string());
        assert_eq!(shown(&Form::Unsigned.small(-1).unwrap()), u32::MAX.to_string());
        assert_eq!(whole(Form::Day, 18_262).unwrap(), "2020-01-01");
        assert_eq!(whole(Form::Day, i64::MAX), Err(Bad::Damaged));
        assert_eq!(whole(Form::Time(1_000), 3_661_000).unwrap(), "01:01:01");
        let wall = Form::Moment { parts: 1_000, of_world: false };
        assert_eq!(whole(wall, 1_577_836_800_000).unwrap(), "2020-01-01");
        assert_eq!(whole(wall, 1_577_836_801_000).unwrap(), "2020-01-01 00:00:01");
        let world = Form::Moment { parts: 1_000_000, of_world: true };
        assert_eq!(whole(world, 1_577_808_000_000_000).unwrap(), "2020-01-01", "its midnight is here");
        assert_eq!(whole(world, 1_577_836_800_000_000).unwrap(), "2020-01-01", "its midnight is the world's");
        assert_eq!(
            whole(world, 1_577_836_800_000_001).unwrap(),
            "2020-01-01 08:00:00",
            "a moment, and no day"
        );
        assert_eq!(whole(world, 1_577_833_200_000_000).unwrap(), "2020-01-01 07:00:00");
        assert_eq!(whole(world, -86_400_000_000).unwrap(), "1969-12-31", "before 1970 as well");
        assert_eq!(whole(Form::Decimal(2), -1_250).unwrap(), "-12.5");
        assert_eq!(whole(Form::Decimal(2), 7).unwrap(), "0.07");
        assert_eq!(whole(Form::Decimal(0), 70).unwrap(), "70");
        assert_eq!(shown(&Form::Decimal(1).bytes(&[0xff, 0x9c]).unwrap()), "-10");
        assert_eq!(Form::Decimal(1).bytes(&[]), Err(Bad::Damaged));
        assert_eq!(Form::Text.bytes(&[0xff]), Err(Bad::Damaged));
        assert_eq!(Form::Unsaid.bytes(&[0xff]), Err(Bad::Binary));
        assert_eq!(Form::Unsaid.bytes(b"a\0b"), Err(Bad::Binary));
        assert_eq!(shown(&Form::Unsaid.bytes("王小明".as_bytes()).unwrap()), "王小明");
        assert!(Form::Unsaid.bytes(b"").unwrap().is_empty());
        assert_eq!(shown(&Form::Text.bytes("=\"0012\"".as_bytes()).unwrap()), "0012");
        assert_eq!(shown(&Form::Truth.truth(false)), "否");
    }

    #[test]
    fn a_number_that_lost_its_digits_is_none_that_is_read() {
        assert_eq!(shown(&Form::Floating.double(7.0)), "7");
        assert_eq!(shown(&Form::Floating.double(92.5)), "92.5");
        assert!(Form::Floating.double(f64::NAN).is_empty());
        let long = Form::Floating.double(3.2e17);
        let read = domain::form::cell::read_cell(domain::form::cell::CellKind::Identifier, &long);
        assert_eq!(read, Err(domain::form::cell::CellProblem::DigitsLost));
        assert_eq!(shown(&Form::Floating.single(4.1).unwrap()), "4.1");
        assert_eq!(Form::Floating.single(20_190_902.0), Err(Bad::DigitsLost));
    }

    proptest! {
        /// Whatever a value is: it is written or it is none, and a decimal number reads the same again.
        #[test]
        fn any_value_is_written_or_refused(value in any::<i64>(), places in 0_u32..=38, world in any::<bool>()) {
            let forms = [
                Form::Whole,
                Form::Unsigned,
                Form::Day,
                Form::Time(1_000),
                Form::Moment { parts: 1_000_000_000, of_world: world },
            ];
            for form in forms {
                if let Ok(cell) = form.whole(value) {
                    prop_assert!(!cell.is_empty());
                }
            }
            let text = decimal(i128::from(value), places);
            let (whole, fraction) = text.split_once('.').unwrap_or((text.as_str(), ""));
            let padded = format!("{whole}{fraction:0<width$}", width = places as usize);
            prop_assert_eq!(padded.parse::<i128>().unwrap(), i128::from(value));
        }
    }
}
