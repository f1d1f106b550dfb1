//! Fictitious pupils for the demo, the template's sample row and tests: the same seed makes the same pupil. Numbers are valid by
//! their check digits and belong to nobody.

use super::Field;
use crate::codes::{Grade, SchoolSystem, SchoolType, Stage};
use crate::ident::check_character;
use std::collections::BTreeMap;

/// What kind of pupil is made.
#[derive(Debug, Clone)]
pub struct SampleSpec {
    /// Six digits of the county.
    pub division: String,
    /// 1–12.
    pub grade: u8,
    /// 办学类型
    pub school_type: SchoolType,
    /// 学制
    pub system: SchoolSystem,
    /// The year in which the present school year began.
    pub school_year: i32,
    /// 班级
    pub class_name: String,
}

impl SampleSpec {
    /// A child who enters grade one of an ordinary primary school in September of a year.
    pub fn first_grade(division: &str, school_year: i32) -> Self {
        Self {
            division: division.into(),
            grade: 1,
            school_type: SchoolType::Primary,
            system: SchoolSystem::SixThree,
            school_year,
            class_name: "1班".into(),
        }
    }
}

/// Sebastiano Vigna's splitmix64: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let n = usize::try_from(self.below(items.len() as u64)).unwrap_or(0);
        &items[n]
    }

    /// Whether something happens to so many in a hundred.
    fn percent(&mut self, n: u64) -> bool {
        self.below(100) < n
    }
}

const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜\
崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单查仇解区朴冼尉赖樊兰殷施洪翟安";
const BOYS: &[&str] = &[
    "子轩", "浩宇", "宇航", "俊杰", "博文", "梓豪", "明轩", "皓轩", "致远", "思源", "天佑", "一鸣", "嘉树",
    "承泽", "云飞", "景行", "书航", "奕辰", "牧之", "知行", "晨", "锐", "骁", "煜", "修远", "鹏程", "文昊",
    "家豪", "瑞霖", "志勇",
];
const GIRLS: &[&str] = &[
    "梓涵", "欣怡", "诗涵", "雨桐", "一诺", "若曦", "思雨", "静怡", "语嫣", "可馨", "晓彤", "雅静", "书瑶",
    "清妍", "婉清", "映雪", "沐晴", "知夏", "念慈", "佳宁", "玥", "婕", "琳", "悦", "芷若", "心怡", "梦瑶",
    "安琪", "锦萱", "秋月",
];
const GROWN: &[&str] = &[
    "建国", "志强", "秀英", "丽华", "伟", "敏", "海燕", "军", "静", "国庆", "晓东", "春梅", "勇", "玉兰",
    "建平", "红霞", "磊", "桂芳",
];
const STREETS: &[&str] =
    &["北京东路", "文昌巷", "太平街", "青年路", "解放北路", "桃园路", "学府路", "春熙里", "滨河路", "新华街"];

/// The seed of the child in the template's sample row.
pub const TEMPLATE_SEED: u64 = 20;

/// Whether a row holds the child of the template's sample row, whatever school and year the template was made for: the name with the
/// birthday and the serial digits of the number.
pub fn is_template_sample(values: &BTreeMap<Field, String>) -> bool {
    let sample = pupil(TEMPLATE_SEED, &SampleSpec::first_grade("320102", 2026));
    let same_name =
        values.get(&Field::Name).map(|name| name.trim()) == sample.get(&Field::Name).map(String::as_str);
    let serial = |values: &BTreeMap<Field, String>| {
        values.get(&Field::IdNumber).and_then(|number| number.trim().get(10..17).map(str::to_owned))
    };
    same_name && serial(values) == serial(&sample)
}

/// A pupil as a school would type it.
pub fn pupil(seed: u64, spec: &SampleSpec) -> BTreeMap<Field, String> {
    let mut dice = Dice(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ 0x5851_F42D_4C95_7F2D);
    let boy = dice.percent(52);
    let grade = Grade::new(spec.grade, spec.system).unwrap_or_else(|| Grade::first(spec.system));
    let birth = birth_of(&mut dice, spec);
    let (name, ethnicity) = name_of(&mut dice, boy);
    let surname = name.chars().next().unwrap_or('王');
    // The seed goes into the serial digits, so that two pupils of one place and day differ.
    let number = id_number(&spec.division, &birth, (seed % 500) * 2 + u64::from(boy));
    let street = *dice.pick(STREETS);
    let house = format!("{street}{}号{}室", dice.below(300) + 1, dice.below(20) * 100 + dice.below(6) + 101);
    let mobile = |dice: &mut Dice| {
        format!("1{}{:08}", dice.pick(&["38", "39", "50", "51", "86", "89"]), dice.below(100_000_000))
    };
    let phone = mobile(&mut dice);
    let division = format!("{}000000", spec.division);
    let special = spec.school_type.is_special();
    let disability = match spec.school_type {
        SchoolType::BlindSchool => "1",
        SchoolType::DeafSchool => "2",
        SchoolType::IntellectualSchool => "5",
        _ if special => "9",
        _ => "0",
    };
    let senior = grade.stage() == Stage::Senior;
    let entered = spec.school_year - i32::from(grade.in_stage()) + 1;
    let yes = |is: bool| if is { "1" } else { "0" }.to_owned();
    let mut raw = BTreeMap::new();
    let mut set = |field: Field, value: String| {
        raw.insert(field, value);
    };
    set(Field::Name, name.clone());
    set(Field::Sex, if boy { "1" } else { "2" }.into());
    set(Field::BirthDate, birth.clone());
    set(Field::BirthPlace, division.clone());
    set(Field::NativePlace, if spec.division.starts_with("51") { "四川省" } else { "江苏省" }.into());
    set(Field::Ethnicity, ethnicity.into());
    set(Field::Nationality, "CHN".into());
    set(Field::IdKind, "1".into());
    set(Field::IdNumber, number);
    set(Field::HmtStatus, "00".into());
    set(Field::Political, if senior && dice.percent(40) { "03" } else { "13" }.into());
    set(
        Field::Health,
        if special {
            "50"
        } else if dice.percent(96) {
            "10"
        } else {
            "20"
        }
        .into(),
    );
    set(Field::HukouPlace, division.clone());
    set(Field::HukouKind, if dice.percent(10) { "1" } else { "3" }.into());
    set(Field::Grade, spec.grade.to_string());
    set(Field::ClassName, spec.class_name.clone());
    set(Field::EntryMonth, format!("{entered}09"));
    set(Field::EntryMode, if senior { "21" } else { "11" }.into());
    set(Field::Attendance, if senior || special { "2" } else { "1" }.into());
    set(Field::Source, "1".into());
    for field in [
        Field::CurrentAddress,
        Field::MailAddress,
        Field::HomeAddress,
        Field::Member1Address,
        Field::Member2Address,
    ] {
        set(field, house.clone());
    }
    set(Field::Phone, phone.clone());
    set(Field::Postcode, if spec.division.starts_with("51") { "610000" } else { "210000" }.into());
    set(Field::OnlyChild, yes(dice.percent(50)));
    set(Field::Preschool, yes(dice.percent(95)));
    set(Field::LeftBehind, if dice.percent(6) { "1" } else { "0" }.into());
    set(Field::Migrant, yes(dice.percent(12)));
    set(Field::Orphan, "0".into());
    set(Field::Martyr, "0".into());
    set(Field::Inclusive, "0".into());
    set(Field::Disability, disability.into());
    set(Field::NeedsAid, yes(dice.percent(8)));
    set(Field::GetsAid, yes(dice.percent(5)));
    set(Field::Distance, dice.below(12).to_string());
    set(Field::CommuteMode, (*dice.pick(&["1", "2", "3", "4"])).into());
    let father_year =
        spec.school_year - i32::from(spec.grade) - 30 - i32::try_from(dice.below(10)).unwrap_or(0);
    let father_birth = format!("{father_year}-0{}-1{}", dice.below(9) + 1, dice.below(9));
    set(Field::Member1Name, format!("{surname}{}", dice.pick(GROWN)));
    set(Field::Member1Kinship, "51".into());
    set(Field::Member1Phone, phone);
    set(Field::Member1Guardian, "1".into());
    set(Field::Member1IdKind, "1".into());
    set(Field::Member1IdNumber, id_number(&spec.division, &father_birth, (seed % 499) * 2 + 1));
    set(Field::Member1Hukou, division);
    let mother = SURNAMES.chars().nth(usize::try_from(dice.below(100)).unwrap_or(0)).unwrap_or('李');
    set(Field::Member2Name, format!("{mother}{}", dice.pick(GROWN)));
    set(Field::Member2Kinship, "52".into());
    set(Field::Member2Phone, mobile(&mut dice));
    set(Field::Member2Guardian, "1".into());
    raw
}

/// Six full years old on 31 August when entering grade one, and not yet seven.
fn birth_of(dice: &mut Dice, spec: &SampleSpec) -> String {
    let turned = spec.school_year - i32::from(spec.grade) + 1 - 6;
    // September to December of the year before, or January to August.
    let month = dice.below(12) + 1;
    let year = if month >= 9 { turned - 1 } else { turned };
    format!("{year:04}-{month:02}-{:02}", dice.below(28) + 1)
}

fn name_of(dice: &mut Dice, boy: bool) -> (String, &'static str) {
    let given = if boy { BOYS } else { GIRLS };
    match dice.below(1000) {
        // Names of other peoples, and characters outside the basic plane: rare, and never to break anything.
        0..8 => ((*dice.pick(&["艾力·买买提", "古丽·阿不都", "阿依古丽·吐尔逊"])).into(), "05"),
        8..16 => ((*dice.pick(&["扎西·次仁", "卓玛·央金"])).into(), "04"),
        16..20 => (format!("{}𬀩", dice.pick(&["王", "李", "陈"])), "01"),
        20..40 => (format!("{}{}", dice.pick(&["欧阳", "司马", "上官", "诸葛"]), dice.pick(given)), "01"),
        _ => {
            let n = usize::try_from(dice.below(SURNAMES.chars().count() as u64)).unwrap_or(0);
            let surname = SURNAMES.chars().nth(n).unwrap_or('王');
            let ethnicity = match dice.below(100) {
                0..3 => "03",
                3..5 => "11",
                _ => "01",
            };
            (format!("{surname}{}", dice.pick(given)), ethnicity)
        }
    }
}

fn id_number(division: &str, birth: &str, serial: u64) -> String {
    let body = format!("{division}{}{:03}", birth.replace('-', ""), serial % 1000);
    let check = check_character(&body).unwrap_or('0');
    format!("{body}{check}")
}
