//! Counters read as figures: `pupil|stage|grade|standing|sex`, `case|kind|state`, `due|kind|day`, `archive|day`.

use chrono::{Days, NaiveDate};
use contract::dashboard::Figures;
use domain::archive::Category;
use domain::archive::filled::Filled;
use std::collections::BTreeMap;

/// The standing key of a pupil on roll (JY/T 1001: 01 在读).
const ON_ROLL: &str = "01";

/// Reads counters as they stand on a day.
pub(super) fn read(counts: &BTreeMap<String, i64>, today: NaiveDate) -> Figures {
    let mut figures = Figures::default();
    for (counter, n) in counts {
        let parts: Vec<&str> = counter.split('|').collect();
        match parts.as_slice() {
            ["pupil", stage, grade, standing, sex] => {
                *figures.by_standing.entry((*standing).into()).or_default() += n;
                if *standing == ON_ROLL {
                    figures.on_roll += n;
                    *figures.by_stage.entry((*stage).into()).or_default() += n;
                    *figures.by_sex.entry((*sex).into()).or_default() += n;
                    if let Ok(grade) = grade.parse() {
                        *figures.by_grade.entry(grade).or_default() += n;
                    }
                }
            }
            ["case", kind, state] => {
                *figures.cases.entry(format!("{kind}/{state}")).or_default() += n;
            }
            ["due", kind, day] if day.parse::<NaiveDate>().is_ok_and(|day| day < today) => {
                *figures.overdue.entry((*kind).into()).or_default() += n;
            }
            ["archive", day] => {
                figures.archives_open += n;
                if let Ok(day) = day.parse::<NaiveDate>() {
                    if day < today {
                        figures.archives_late += n;
                    } else if day <= today + Days::new(7) {
                        figures.archives_soon += n;
                    }
                }
            }
            ["items", what] => add(&mut figures.items, what, *n),
            ["holding", what] => add(&mut figures.holdings.all, what, *n),
            ["holding_lacks", category] => {
                if let Some(category) = Category::from_key(category).filter(|_| *n != 0) {
                    *figures.holdings.lacking.entry(category).or_default() += n;
                }
            }
            ["holding_due", day] if day.parse::<NaiveDate>().is_ok_and(|day| day < today) => {
                figures.holdings.late += n;
            }
            ["suspended", day] => match day.parse::<NaiveDate>() {
                Ok(day) if day < today => figures.suspensions_over += n,
                Ok(day) if day <= today + Days::new(30) => figures.suspensions_ending += n,
                _ => {}
            },
            ["absent", day] if day.parse::<NaiveDate>().is_ok_and(|day| day + Days::new(7) < today) => {
                figures.long_absent += n;
            }
            _ => {}
        }
    }
    figures
}

fn add(filled: &mut Filled, what: &str, n: i64) {
    match what {
        "pupils" => filled.pupils += n,
        "whole" => filled.whole += n,
        "required" => filled.required += n,
        "lacking" => filled.lacking += n,
        _ => {}
    }
}

/// What is counted class by class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct OfClass {
    /// The required items of the form.
    pub(super) items: Filled,
    /// What archives should hold besides it.
    pub(super) holdings: Filled,
}

/// Whether a counter is of a class: of those an authority sums nothing.
pub(super) fn is_of_class(counter: &str) -> bool {
    counter.starts_with("class_items|") || counter.starts_with("class_holding|")
}

/// How much of the form is filled and of the archive is there, by grade and class. The name of a class is typed by people and may hold the sign that
/// parts a counter: it comes last.
pub(super) fn classes(counts: &BTreeMap<String, i64>) -> BTreeMap<(u8, String), OfClass> {
    let mut classes: BTreeMap<(u8, String), OfClass> = BTreeMap::new();
    for (counter, n) in counts {
        let parts: Vec<&str> = counter.splitn(4, '|').collect();
        let [kind, what, grade, class] = parts.as_slice() else { continue };
        let Ok(grade) = grade.parse() else { continue };
        if !is_of_class(counter) {
            continue;
        }
        let of = classes.entry((grade, (*class).to_owned())).or_default();
        add(if *kind == "class_items" { &mut of.items } else { &mut of.holdings }, what, *n);
    }
    classes.retain(|_, of| of.items.pupils > 0 || of.holdings.pupils > 0);
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_7_required_items_are_summed_by_school_and_by_class() {
        let counts: BTreeMap<String, i64> = [
            ("items|pupils", 3),
            ("items|required", 120),
            ("items|lacking", 6),
            ("items|whole", 2),
            ("class_items|pupils|1|1班", 2),
            ("class_items|required|1|1班", 80),
            ("class_items|whole|1|1班", 2),
            ("class_items|pupils|2|双语|1班", 1),
            ("class_items|required|2|双语|1班", 40),
            ("class_items|lacking|2|双语|1班", 6),
            ("class_items|pupils|3|1班", 0),
        ]
        .map(|(counter, n)| (counter.to_owned(), n))
        .into();
        let school = read(&counts, "2026-09-11".parse().unwrap()).items;
        assert_eq!((school.pupils, school.whole, school.percent()), (3, 2, 95));
        let classes = classes(&counts);
        let percents: Vec<_> =
            classes.iter().map(|((grade, class), of)| (*grade, class.as_str(), of.items.percent())).collect();
        assert_eq!(percents, [(1, "1班", 100), (2, "双语|1班", 85)], "a class that is empty is none");
    }

    #[test]
    fn article_7_what_archives_lack_is_read_by_category_day_and_class() {
        let counts: BTreeMap<String, i64> = [
            ("holding|pupils", 3),
            ("holding|whole", 1),
            ("holding|required", 12),
            ("holding|lacking", 3),
            ("holding_lacks|proofs", 2),
            ("holding_lacks|health", 1),
            ("holding_lacks|awards", 0),
            ("holding_due|2026-09-30", 2),
            ("holding_due|2026-10-31", 1),
            ("class_holding|pupils|2|双语|1班", 3),
            ("class_holding|required|2|双语|1班", 12),
            ("class_holding|lacking|2|双语|1班", 3),
        ]
        .map(|(counter, n)| (counter.to_owned(), n))
        .into();
        let on = |day: &str| read(&counts, day.parse().unwrap()).holdings;
        let held = on("2026-09-30");
        assert_eq!((held.all.pupils, held.all.percent(), held.late), (3, 75, 0));
        assert_eq!(held.lacking, [(Category::Proofs, 2), (Category::Health, 1)].into());
        assert_eq!((on("2026-10-01").late, on("2026-11-01").late), (2, 3), "the days run by themselves");
        let classes = classes(&counts);
        let class = classes[&(2, "双语|1班".to_owned())];
        assert_eq!((class.items.pupils, class.holdings.percent()), (0, 75));
    }

    #[test]
    fn counters_become_figures_by_the_day_they_are_read() {
        let counts: BTreeMap<String, i64> = [
            ("pupil|1|1|01|1", 20),
            ("pupil|1|1|01|2", 18),
            ("pupil|1|2|candidate|2", 3),
            ("case|registration|in_progress", 3),
            ("due|registration|2026-09-10", 2),
            ("due|registration|2026-09-12", 1),
            ("suspended|2026-10-11", 1),
            ("suspended|2026-10-12", 4),
            ("suspended|2026-09-10", 2),
            ("absent|2026-09-03", 5),
            ("absent|2026-09-04", 3),
            ("archive|2026-10-01", 2),
            ("archive|2026-09-15", 1),
        ]
        .map(|(counter, n)| (counter.to_owned(), n))
        .into();
        let on = |day: &str| read(&counts, day.parse().unwrap());
        let figures = on("2026-09-11");
        assert_eq!((figures.on_roll, figures.by_grade[&1], figures.by_standing["candidate"]), (38, 38, 3));
        assert_eq!((figures.open_cases("registration"), figures.overdue["registration"]), (3, 2));
        assert_eq!((figures.archives_open, figures.archives_soon, figures.archives_late), (3, 1, 0));
        assert_eq!((figures.suspensions_ending, figures.suspensions_over), (1, 2), "第十九条");
        assert_eq!(figures.long_absent, 5, "第二十二条: more than a week");
        assert_eq!(on("2026-09-16").archives_late, 1, "第七条: the clock runs by itself");
        assert_eq!(on("2026-10-02").archives_late, 3);
    }
}
