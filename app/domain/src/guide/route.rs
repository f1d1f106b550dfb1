//! Who decides: the chains of the kinds themselves, asked for schools and authorities that stand for all.

use super::{Route, Task, Turn, plain_role};
use crate::account::Role;
use crate::case::asking::ASKED;
use crate::case::chain::{Side, handover};
use crate::case::intake::Intake;
use crate::case::{CaseKind, Link, change, correction, registration};
use crate::codes::{SchoolSystem, SchoolType, Stage};
use crate::id::UnitId;
use crate::org::{OrgPath, School, Unit, UnitKind};
use crate::rules::Rules;

pub(super) fn of(task: Task, rules: &Rules) -> Vec<Route> {
    let Task::Case(kind) = task else { return guardians(task) };
    let ways = match kind {
        CaseKind::Transfer => hand_overs(rules, "转入", "转出"),
        CaseKind::Progression => hand_overs(rules, "升入", "毕业"),
        _ => at_one_school(kind),
    };
    let mut routes: Vec<Route> = Vec::new();
    for (when, chain) in ways {
        let turns = turns(task, &chain);
        // Where a rule makes two ways the same, they are one.
        if !turns.is_empty() && routes.iter().all(|known| known.turns != turns) {
            routes.push(Route { when: when.to_owned(), turns });
        }
    }
    routes
}

/// How somebody who begins it is called.
pub(super) fn opener(task: Task, role: Role) -> String {
    let school = match task {
        Task::Case(CaseKind::Transfer) => "转入学校",
        Task::Case(CaseKind::Progression) => "升入学校",
        _ => "学校",
    };
    match role {
        Role::Guardian => "监护人".to_owned(),
        _ => format!("{school}的{}", plain_role(role)),
    }
}

fn turns(task: Task, chain: &[Link]) -> Vec<Turn> {
    let decided = |link: &Link| Turn {
        who: format!("{}的{}", link.unit_name, plain_role(link.role)),
        does: match link.role {
            Role::Leader => "审批：同意、退回补充，或者不同意办理".to_owned(),
            _ => "核对材料，提出意见".to_owned(),
        },
    };
    let online = chain.first().is_some_and(|link| link.role == Role::Registrar);
    let who = if online { Role::Guardian } else { Role::Registrar };
    let does = if online {
        "填写申请，上传材料的照片，提交"
    } else {
        "查验材料，录入并提交"
    };
    let begun = Turn { who: opener(task, who), does: does.to_owned() };
    match chain {
        [] => Vec::new(),
        _ => [begun].into_iter().chain(chain.iter().map(decided)).collect(),
    }
}

/// An authority or a school that stands for all of its kind.
fn unit(above: Option<&Unit>, id: &str, name: &str, kind: UnitKind) -> Option<Unit> {
    let id: UnitId = id.parse().ok()?;
    let path = above.map_or_else(OrgPath::root, |unit| unit.path.clone()).child(&id);
    let school = (kind == UnitKind::School).then(|| School {
        school_type: SchoolType::TwelveYear,
        stages: SchoolType::TwelveYear.stages().to_vec(),
        system: SchoolSystem::SixThree,
        township: None,
    });
    let parent = Some(above.map_or_else(UnitId::nation, |unit| unit.id.clone()));
    Some(Unit { id, name: name.to_owned(), kind, parent, path, division: String::new(), school })
}

type Way = (&'static str, Vec<Link>);

/// What a school opens and its authority decides.
fn at_one_school(kind: CaseKind) -> Vec<Way> {
    let county = unit(None, "110101", "主管教育局", UnitKind::County);
    let Some(county) = county else { return Vec::new() };
    let Some(school) = unit(Some(&county), "1111000001", "学校", UnitKind::School) else {
        return Vec::new();
    };
    let found = Intake::Found { reason: String::new() };
    let ways = match kind {
        CaseKind::Registration => vec![("", registration::chain(&school, &county))],
        CaseKind::Correction => vec![
            ("监护人在网上申请", Intake::Online.chain(&school, &county)),
            ("到学校申请，或者学校自己发现错误", found.chain(&school, &county)),
        ],
        kind if ASKED.contains(&kind) => vec![
            ("监护人在网上申请", correction::chain(&school, &county)),
            ("监护人到学校书面申请", change::chain(&school, &county)),
        ],
        _ => vec![("", change::chain(&school, &county))],
    };
    ways.into_iter().filter_map(|(when, chain)| Some((when, chain.ok()?))).collect()
}

/// One side of a hand-over: a school, and what stands above it.
struct Place {
    school: Unit,
    authority: Unit,
    above: Vec<Unit>,
}

impl Place {
    /// `which`: 转入 or 转出; `codes`: province, city, county and school; `county`: what the county is called.
    fn new(which: &str, codes: [&str; 4], county: &str) -> Option<Self> {
        let [province_code, city_code, county_code, school_code] = codes;
        let province = unit(None, province_code, &format!("{which}学校所在省的教育厅"), UnitKind::Province)?;
        let city = unit(Some(&province), city_code, &format!("{which}学校所在市的教育局"), UnitKind::City)?;
        let authority = unit(Some(&city), county_code, county, UnitKind::County)?;
        let school = unit(Some(&authority), school_code, &format!("{which}学校"), UnitKind::School)?;
        Some(Self { school, authority, above: vec![city, province] })
    }

    fn side<'a>(&'a self, rules: &'a Rules) -> Side<'a> {
        Side { school: &self.school, authority: &self.authority, above: &self.above, rules }
    }
}

/// Where two schools stand to each other, and who decides then.
fn hand_overs(rules: &Rules, to: &str, from: &str) -> Vec<Way> {
    let county = |which: &str| format!("{which}学校的主管教育局");
    let here = ["110000", "110100", "110101", "1111000001"];
    let other_county = ["110000", "110200", "110201", "1111000003"];
    let other_province = ["120000", "120100", "120101", "1112000001"];
    let same_county = ["110000", "110100", "110101", "1111000002"];
    let both = "两校共同的主管教育局".to_owned();
    let ways = [
        ("两校在同一个县（区）", both.clone(), both, same_county, Stage::Primary),
        ("两校在不同的县（区）", county(to), county(from), other_county, Stage::Primary),
        ("普通高中，两校在不同的市", county(to), county(from), other_county, Stage::Senior),
        ("两校在不同的省", county(to), county(from), other_province, Stage::Primary),
        ("普通高中，两校在不同的省", county(to), county(from), other_province, Stage::Senior),
    ];
    let chain =
        |(when, to_county, from_county, codes, stage): (&'static str, String, String, [&str; 4], _)| {
            let there = Place::new(from, codes, &from_county)?;
            let here = Place::new(to, here, &to_county)?;
            Some((when, handover(here.side(rules), there.side(rules), stage).ok()?))
        };
    ways.into_iter().filter_map(chain).collect()
}

/// What guardians do besides cases.
fn guardians(task: Task) -> Vec<Route> {
    let turn = |who: &str, does: &str| Turn { who: who.to_owned(), does: does.to_owned() };
    let turns = match task {
        Task::Bind => vec![
            turn("监护人", "在“监护人注册”依次填写绑定码或证件号、手机号和姓名，最后设置密码"),
            turn("学校", "没有绑定码的，由学校核对是否本人"),
            turn("监护人", "登录后在“我的孩子”查看孩子的学籍"),
        ],
        Task::Recover => vec![
            turn("监护人", "带户口簿或身份证到孩子的学校，请学校打印新的绑定码"),
            turn("学校", "核对是否本人，打印绑定码，由另一人放行"),
            turn("监护人", "在“重设密码”填写手机号、绑定码和新密码"),
        ],
        Task::Confirm => vec![
            turn("学校", "每学期核对学生的学籍，请监护人确认"),
            turn("监护人", "在“我的孩子”打开确认页，逐项核对，选择有误或无误"),
            turn("学校", "对有误的项目核实、改正"),
        ],
        Task::Consent => vec![
            turn("监护人", "阅读告知书，选择同意或撤回同意"),
            turn("学校", "监护人在纸上签字的，由学校登记"),
        ],
        Task::Case(_) => Vec::new(),
    };
    vec![Route { when: String::new(), turns }]
}
