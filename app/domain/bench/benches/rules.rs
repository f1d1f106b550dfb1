//! The rules by themselves, without a store: numbers and their check characters, the check of a form, what a name is found by, working
//! days, a registration from its opening to its end, names of classes. Beside each stands its floor: the same texts read once, byte by
//! byte. `cargo bench -p domain-bench --bench rules`.

#![allow(clippy::unwrap_used, reason = "a measurement that fails says where")]

use chrono::{Days, NaiveDate};
use criterion::{Criterion, Throughput};
use domain::access::{Role, Ties};
use domain::calendar::{DayKind, SpecialDay, WorkCalendar, school_year, term};
use domain::case::registration::Registration;
use domain::case::{Case, CaseState, Command, Context, Link, NewCase, Party, Payload};
use domain::codes::{SchoolSystem, SchoolType};
use domain::form::sample::{SampleSpec, pupil};
use domain::form::{Field, FormContext, Places, validate, warnings};
use domain::id::{AccountId, CaseId, PersonId, UnitId};
use domain::ident::{CreditCode, ResidentId, StudentNumber};
use domain::org::OrgPath;
use domain::rules::Rules;
use domain::text::{Kept, ListedAs, Sought, class_name, find_words, listed_as};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use uuid::Uuid;

/// Children of one measurement.
const CHILDREN: u64 = 200;
const SCHOOL: &str = "2132000001";
const COUNTY: &str = "320102";

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Children as a school types them.
fn rows() -> Vec<BTreeMap<Field, String>> {
    let spec = SampleSpec::first_grade(COUNTY, 2026);
    (1..=CHILDREN).map(|seed| pupil(seed, &spec)).collect()
}

/// One item of every child.
fn column(field: Field) -> Vec<String> {
    rows().into_iter().map(|row| row[&field].clone()).collect()
}

/// What reading these texts costs at the least.
fn read<'a>(texts: impl IntoIterator<Item = &'a String>) -> u64 {
    texts.into_iter().flat_map(|text| text.bytes()).map(u64::from).sum()
}

fn numbers(criterion: &mut Criterion) {
    let documents = column(Field::IdNumber);
    let issued: Vec<String> = documents.iter().map(|number| format!("G{number}")).collect();
    let mut group = criterion.benchmark_group("numbers");
    group.throughput(Throughput::Elements(CHILDREN));
    group.bench_function("identity number", |bencher| {
        bencher.iter(|| {
            for number in &documents {
                black_box(ResidentId::parse(number).unwrap());
            }
        });
    });
    group.bench_function("student number", |bencher| {
        bencher.iter(|| {
            for number in &issued {
                black_box(number.parse::<StudentNumber>().unwrap());
            }
        });
    });
    group.bench_function("credit code", |bencher| {
        bencher.iter(|| {
            for _ in 0..CHILDREN {
                black_box(CreditCode::parse(black_box("12320102MB0000001F")).unwrap());
            }
        });
    });
    group.bench_function("floor: the numbers read once", |bencher| {
        bencher.iter(|| read(black_box(&documents)));
    });
    group.finish();
}

fn forms(criterion: &mut Criterion) {
    let rows = rows();
    let context = FormContext {
        today: day(2026, 9, 10),
        school_type: SchoolType::Primary,
        stages: SchoolType::Primary.stages().to_vec(),
        system: SchoolSystem::SixThree,
        places: Places::default(),
    };
    let mut group = criterion.benchmark_group("form");
    group.throughput(Throughput::Elements(CHILDREN));
    group.bench_function("every item checked", |bencher| {
        bencher.iter(|| {
            for row in &rows {
                black_box(validate(row, &context).unwrap());
            }
        });
    });
    let checked: Vec<_> = rows.iter().map(|row| validate(row, &context).unwrap()).collect();
    group.bench_function("what is unusual", |bencher| {
        bencher.iter(|| {
            for info in &checked {
                black_box(warnings(info, &context));
            }
        });
    });
    group.bench_function("floor: the items read once", |bencher| {
        bencher.iter(|| black_box(&rows).iter().map(|row| read(row.values())).sum::<u64>());
    });
    group.finish();
}

fn searches(criterion: &mut Criterion) {
    let names = column(Field::Name);
    let listed: Vec<ListedAs> = names.iter().map(|name| listed_as(name, "1")).collect();
    let words: Vec<Vec<String>> = names.iter().map(|name| find_words(name)).collect();
    let kept: Vec<Kept<'_>> = listed
        .iter()
        .zip(&words)
        .map(|(listed, words)| Kept {
            by_pinyin: &listed.by_pinyin,
            by_name: &listed.by_name,
            by_initials: &listed.by_initials,
            words,
        })
        .collect();
    let typed = ["王", "张子轩", "zhangzixuan", "zzx", "320102202002014296", "13900000001"];
    let mut group = criterion.benchmark_group("search");
    group.throughput(Throughput::Elements(CHILDREN));
    group.bench_function("what a name is found by", |bencher| {
        bencher.iter(|| {
            for name in &names {
                black_box((find_words(name), listed_as(name, "1")));
            }
        });
    });
    group.bench_function("a name compared", |bencher| {
        let sought = Sought::read("zhang").unwrap();
        bencher.iter(|| kept.iter().filter(|kept| sought.finds(kept)).count());
    });
    group.bench_function("floor: the names read once", |bencher| {
        bencher.iter(|| read(black_box(&names)));
    });
    group.throughput(Throughput::Elements(typed.len() as u64));
    group.bench_function("what was typed", |bencher| {
        bencher.iter(|| {
            for text in typed {
                black_box(Sought::read(black_box(text)));
            }
        });
    });
    group.finish();
}

/// Every year's first week of October is off.
fn announced() -> WorkCalendar {
    let weeks = (2020..2031).map(|year| day(year, 10, 1));
    let days = weeks.flat_map(|first| first.iter_days().take(7));
    let off = |date| (date, SpecialDay { kind: DayKind::Holiday, name: "国庆节".to_owned() });
    WorkCalendar::new(days.map(off).collect())
}

fn calendars(criterion: &mut Criterion) {
    let calendar = announced();
    let days: Vec<NaiveDate> = (0..CHILDREN).map(|n| day(2026, 1, 1) + Days::new(n * 3)).collect();
    let mut group = criterion.benchmark_group("calendar");
    group.throughput(Throughput::Elements(CHILDREN));
    group.bench_function("ten working days on", |bencher| {
        bencher.iter(|| {
            for day in &days {
                black_box(calendar.add_working_days(*day, 10));
            }
        });
    });
    group.bench_function("a month on", |bencher| {
        bencher.iter(|| {
            for day in &days {
                black_box(calendar.add_months(*day, 1));
            }
        });
    });
    group.bench_function("working days of a quarter", |bencher| {
        bencher.iter(|| {
            for day in &days {
                black_box(calendar.working_days_between(*day, *day + Days::new(90)));
            }
        });
    });
    group.bench_function("term and school year", |bencher| {
        bencher.iter(|| {
            for day in &days {
                black_box((term(*day), school_year(*day)));
            }
        });
    });
    group.bench_function("floor: ten days on", |bencher| {
        bencher.iter(|| {
            for day in &days {
                black_box(*day + Days::new(black_box(10)));
            }
        });
    });
    group.finish();
}

fn unit(code: &str) -> UnitId {
    code.parse().unwrap()
}

/// Somebody's part in a registration, on the tenth of September.
fn part(n: u128, role: Role, code: &str, calendar: &Arc<WorkCalendar>, rules: &Arc<Rules>) -> Context {
    let today = day(2026, 9, 10);
    let actor = Party {
        account: AccountId::new(Uuid::from_u128(n)),
        name: format!("某{n}"),
        role,
        unit: Some(unit(code)),
        unit_name: code.to_owned(),
        ties: Ties::none(),
    };
    let at = today.and_hms_opt(1, 0, 0).unwrap().and_utc();
    Context { today, at, actor, calendar: calendar.clone(), rules: rules.clone() }
}

fn opened(context: &Context) -> Case {
    let link = |code: &str, role| Link { unit: unit(code), unit_name: code.to_owned(), role };
    let draft = NewCase {
        id: CaseId::new(Uuid::from_u128(1)),
        number: "0120260910000001".to_owned(),
        person: PersonId::new(Uuid::from_u128(2)),
        school: unit(SCHOOL),
        path: OrgPath::root().child(&unit(COUNTY)).child(&unit(SCHOOL)),
        chain: vec![link(SCHOOL, Role::Leader), link(COUNTY, Role::Registrar), link(COUNTY, Role::Leader)],
        payload: Payload::Registration(Registration {
            entry_date: day(2026, 9, 1),
            import: None,
            duplicate_note: String::new(),
        }),
    };
    Case::open(draft, context)
}

fn agreed(case: Case, context: &Context) -> Case {
    let command = Command::Agree { reason: String::new(), refused_fields: BTreeMap::new() };
    let events = case.decide(command, context).unwrap();
    events.iter().fold(case, Case::apply)
}

fn cases(criterion: &mut Criterion) {
    let (calendar, rules) = (Arc::new(announced()), Arc::new(Rules::national()));
    let who = |n, role, code| part(n, role, code, &calendar, &rules);
    let opener = who(1, Role::Registrar, SCHOOL);
    let deciders =
        [who(2, Role::Leader, SCHOOL), who(3, Role::Registrar, COUNTY), who(4, Role::Leader, COUNTY)];
    let mut group = criterion.benchmark_group("registration");
    group.throughput(Throughput::Elements(1));
    group.bench_function("opened and decided by three", |bencher| {
        bencher.iter(|| {
            let case = deciders.iter().fold(opened(&opener), agreed);
            assert_eq!(case.state, CaseState::Approved);
            case
        });
    });
    group.bench_function("floor: the case copied three times", |bencher| {
        let case = opened(&opener);
        bencher.iter(|| {
            for _ in 0..3 {
                black_box(black_box(&case).clone());
            }
        });
    });
    group.finish();
}

fn classes(criterion: &mut Criterion) {
    let grades = ["1", "一", "小一", "小学一"].map(str::to_owned);
    let written = ["1班", "一（7）班", "一年级二班", "（3）", "小一3班", "1-12", "第十二班", "火箭班"]
        .map(str::to_owned);
    let mut group = criterion.benchmark_group("class");
    group.throughput(Throughput::Elements(written.len() as u64));
    group.bench_function("the name of a class", |bencher| {
        bencher.iter(|| {
            for text in &written {
                black_box(class_name(text, &grades));
            }
        });
    });
    group.bench_function("floor: the names read once", |bencher| {
        bencher.iter(|| read(black_box(&written)));
    });
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for measure in [numbers, forms, searches, calendars, cases, classes] {
        measure(&mut criterion);
    }
    criterion.final_summary();
}
