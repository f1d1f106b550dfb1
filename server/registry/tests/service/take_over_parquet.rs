//! 存量数据接管: files of Parquet are read as files with commas are, and one that is damaged is refused.

use crate::support::*;
use crate::take_over::{Row, begins, headings, row, seeds, words};
use domain::id::TakeOverId;
use domain::take_over::Profile;
use parquet::basic::{
    Compression, GzipLevel, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel,
};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use registry::import::RowState;
use registry::import::take_over::AskedTakeOver;
use std::path::PathBuf;
use std::sync::Arc;

/// A column as a program may keep it.
enum Kept {
    Text(Vec<String>),
    Day(Vec<i32>),
    Whole(Vec<i64>),
    Double(Vec<f64>),
    Bytes(Vec<Vec<u8>>),
    Moment(Vec<i64>),
}

impl Kept {
    fn described(&self, name: &str) -> Type {
        let (physical, logical) = match self {
            Self::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Self::Day(_) => (Physical::INT32, Some(LogicalType::Date)),
            Self::Whole(_) => (Physical::INT64, None),
            Self::Double(_) => (Physical::DOUBLE, None),
            Self::Bytes(_) => (Physical::BYTE_ARRAY, None),
            Self::Moment(_) => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
        };
        let kind = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        kind.with_logical_type(logical).build().unwrap()
    }

    fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Bytes(values) => values.len(),
            Self::Day(values) => values.len(),
            Self::Whole(values) | Self::Moment(values) => values.len(),
            Self::Double(values) => values.len(),
        }
    }

    /// Writes some of the rows; an empty text is none.
    fn write(&self, group: &mut SerializedRowGroupWriter<'_, Vec<u8>>, rows: std::ops::Range<usize>) {
        let mut column = group.next_column().unwrap().unwrap();
        match self {
            Self::Text(values) => {
                let some = &values[rows];
                let levels: Vec<i16> = some.iter().map(|text| i16::from(!text.is_empty())).collect();
                let filled = some.iter().filter(|text| !text.is_empty());
                let filled: Vec<ByteArray> = filled.map(|text| ByteArray::from(text.as_str())).collect();
                column.typed::<ByteArrayType>().write_batch(&filled, Some(&levels), None).unwrap();
            }
            Self::Bytes(values) => {
                let levels = vec![1; rows.len()];
                let filled: Vec<ByteArray> = values[rows].iter().cloned().map(ByteArray::from).collect();
                column.typed::<ByteArrayType>().write_batch(&filled, Some(&levels), None).unwrap();
            }
            Self::Day(values) => {
                let levels = vec![1; rows.len()];
                column.typed::<Int32Type>().write_batch(&values[rows], Some(&levels), None).unwrap();
            }
            Self::Whole(values) | Self::Moment(values) => {
                let levels = vec![1; rows.len()];
                column.typed::<Int64Type>().write_batch(&values[rows], Some(&levels), None).unwrap();
            }
            Self::Double(values) => {
                let levels = vec![1; rows.len()];
                column.typed::<DoubleType>().write_batch(&values[rows], Some(&levels), None).unwrap();
            }
        }
        column.close().unwrap();
    }
}

fn packed(columns: &[(&str, Kept)], compression: Compression, of_group: usize) -> Vec<u8> {
    let fields = columns.iter().map(|(name, column)| Arc::new(column.described(name))).collect();
    let schema = Type::group_type_builder("schema").with_fields(fields).build().unwrap();
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut file = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties)).unwrap();
    let rows = columns[0].1.len();
    for from in (0..rows).step_by(of_group) {
        let mut group = file.next_row_group().unwrap();
        for (_, column) in columns {
            column.write(&mut group, from..(from + of_group).min(rows));
        }
        group.close().unwrap();
    }
    file.into_inner().unwrap()
}

/// Pupils, every column as text but those given.
fn columns<'a>(names: &'a [&'a str], rows: &[Row]) -> Vec<(&'a str, Kept)> {
    let of = |name: &str| rows.iter().map(|row| row.get(name).cloned().unwrap_or_default()).collect();
    names.iter().map(|name| (*name, Kept::Text(of(name)))).collect()
}

/// Pupils as a file, for who damages it.
pub(crate) fn sample(seeds: &[u64], compression: Compression) -> Vec<u8> {
    let rows: Vec<Row> = seeds.iter().map(|seed| row(*seed, &[])).collect();
    let names = headings();
    packed(&columns(&names, &rows), compression, 2)
}

impl World {
    fn bytes(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) async fn begun(&self, file: PathBuf) -> registry::error::Result<TakeOverId> {
        let asked = AskedTakeOver {
            source: "江苏旧系统".into(),
            files: vec![file],
            profile: Profile::national().unwrap(),
            totals: None,
            folder: None,
            archives: Vec::new(),
        };
        self.registry.take_overs().begin_take_over(&begins(), asked).await
    }

    async fn refused_as(&self, bytes: &[u8]) -> String {
        match self.begun(self.bytes("odd.parquet", bytes)).await {
            Err(registry::error::Error::Refused(refusals)) => {
                format!("{}{}", refusals[0].what, refusals[0].remedy)
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_4_a_file_of_parquet_says_what_the_file_with_commas_says() {
    let world = World::in_memory().await;
    let of = seeds(5);
    let rows: Vec<Row> = of.iter().map(|seed| row(*seed, &[("查重说明", "已与原系统核实")])).collect();
    let plain = world.checked(vec![world.file("pupils.csv", &rows)], None).await;
    let good = world.count_of(plain, RowState::Noted).await + world.count_of(plain, RowState::Good).await;
    assert_eq!(good, 5);
    let names = headings();
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
    ];
    for (n, codec) in codecs.into_iter().enumerate() {
        let mut columns = columns(&names, &rows);
        // As programs keep them: days as days, codes of schools as whole numbers, what has gaps as fractions.
        for (name, kept) in &mut columns {
            match *name {
                "入学日期" => *kept = Kept::Day(vec![20_697; 5]),
                "学校标识码" => *kept = Kept::Whole(vec![SCHOOL.parse().unwrap(); 5]),
                _ => {}
            }
        }
        columns.push(("附注", Kept::Double(vec![f64::NAN; 5])));
        let file = world.bytes(&format!("pupils{n}.parquet"), &packed(&columns, codec, 2));
        let id = world.checked(vec![file], None).await;
        let report = world.registry.take_overs().take_over_report(&begins(), id).await.unwrap();
        let same = world.count_of(id, RowState::Noted).await + world.count_of(id, RowState::Good).await;
        assert_eq!(same, 5, "{}", words(&report));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn article_4_a_day_kept_as_midnight_of_utc_and_letters_nobody_calls_letters_are_read() {
    let world = World::in_memory().await;
    let of = seeds(3);
    let rows: Vec<Row> = of.iter().map(|seed| row(*seed, &[("查重说明", "已与原系统核实")])).collect();
    let names = headings();
    let mut columns = columns(&names, &rows);
    for (name, kept) in &mut columns {
        match *name {
            // 2026-09-01 as the world's midnight: eight in the morning here.
            "入学日期" => *kept = Kept::Moment(vec![20_697 * 86_400_000_000; 3]),
            "姓名" => {
                let Kept::Text(values) = &*kept else { panic!("a name is text") };
                *kept = Kept::Bytes(values.iter().map(|name| name.clone().into_bytes()).collect());
            }
            _ => {}
        }
    }
    let file = world.bytes("impala.parquet", &packed(&columns, Compression::SNAPPY, 2));
    let id = world.checked(vec![file], None).await;
    let report = world.registry.take_overs().take_over_report(&begins(), id).await.unwrap();
    let good = world.count_of(id, RowState::Noted).await + world.count_of(id, RowState::Good).await;
    assert_eq!(good, 3, "{}", words(&report));
}

#[tokio::test(flavor = "multi_thread")]
async fn article_6_what_a_row_of_parquet_says_wrongly_is_told_by_its_row() {
    let world = World::in_memory().await;
    let of = seeds(2);
    let rows = [row(of[0], &[]), row(of[1], &[("姓名", "")])];
    let names = headings();
    let file = world.bytes("pupils.parquet", &packed(&columns(&names, &rows), Compression::SNAPPY, 1));
    let id = world.checked(vec![file], None).await;
    assert_eq!(world.count_of(id, RowState::Wrong).await, 1);
    let report = world.registry.take_overs().take_over_report(&begins(), id).await.unwrap();
    let told = words(&report);
    assert!(told.contains("pupils.parquet") && told.contains("姓名"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_columns_that_are_none_of_a_table_are_refused_by_their_names() {
    let world = World::in_memory().await;
    let rows = [row(seeds(1)[0], &[])];
    let names = headings();
    let mut with_bytes = columns(&names, &rows);
    with_bytes.push(("照片", Kept::Bytes(vec![vec![0xff, 0xd8, 0xff, 0xe0]])));
    let told = world.refused_as(&packed(&with_bytes, Compression::SNAPPY, 1)).await;
    assert!(told.contains("「照片」是二进制的列"), "{told}");

    let inner = Kept::Text(Vec::new()).described("科目");
    let marks = Type::group_type_builder("成绩").with_fields(vec![Arc::new(inner)]);
    let marks = marks.with_repetition(Repetition::REPEATED).build().unwrap();
    let schema = Type::group_type_builder("schema").with_fields(vec![Arc::new(marks)]).build().unwrap();
    let properties = Arc::new(WriterProperties::builder().build());
    let file = SerializedFileWriter::new(Vec::new(), Arc::new(schema), properties).unwrap();
    let told = world.refused_as(&file.into_inner().unwrap()).await;
    assert!(told.contains("「成绩」是嵌套的列"), "{told}");
    assert_eq!(world.rows_in("take_over").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_25_a_file_of_parquet_that_is_cut_off_or_says_too_much_is_refused() {
    let world = World::in_memory().await;
    let whole = sample(&seeds(3), Compression::SNAPPY);
    for cut in [4, 11, whole.len() / 2, whole.len() - 1] {
        assert!(world.refused_as(&whole[..cut]).await.contains("Parquet"), "{cut}");
    }
    // The description claims more bytes than there are.
    let mut claims = whole.clone();
    let at = claims.len() - 8;
    claims[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(world.refused_as(&claims).await.contains("损坏"));
    // A page claims to unpack to two gigabytes: its description is 0x15 kind, 0x15 size, ...
    let mut claims = whole.clone();
    assert_eq!((claims[4], claims[6]), (0x15, 0x15), "the description of the first page");
    claims.splice(7..8, [0xfe, 0xff, 0xff, 0xff, 0x0f]);
    assert!(world.refused_as(&claims).await.contains("Parquet"));
    // Its size says that it is a truth value: who believes it looks at none, and its reader reads one all the same.
    let mut says = whole.clone();
    says[6] = 0x11;
    assert!(world.refused_as(&says).await.contains("Parquet"));
    let mut sealed = whole.clone();
    sealed[..4].copy_from_slice(b"PARE");
    let end = sealed.len() - 4;
    sealed[end..].copy_from_slice(b"PARE");
    assert!(world.refused_as(&sealed).await.contains("加密"));
    assert_eq!(world.rows_in("take_over_row").await, 0, "nothing of it stays");
}
