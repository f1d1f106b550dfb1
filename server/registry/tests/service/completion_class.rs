//! 毕业、结业、肄业 by class (第十三条): who is listed, what the check says before anything is opened, and that opening says the same.

use crate::support::grades::{LONG, in_grade, long_world};
use crate::support::*;
use contract::pupil::LeaverClass;
use domain::case::Payload;
use domain::case::change::{Facts, Paper};
use domain::case::completion::{Completion, Outcome};
use domain::codes::Destination;
use domain::form::Field;
use domain::id::PersonId;

const ON: &str = "2027-06-19";

fn ends(outcome: Outcome, certificate: &str, destination: Option<Destination>) -> Payload {
    let facts = Facts { on: day(ON), papers: vec![Paper::FinalRecords], note: String::new() };
    Payload::Completion(Completion { facts, outcome, certificate: certificate.into(), destination })
}

fn codes_of(found: &[(PersonId, Vec<domain::refusal::Refusal>)]) -> Vec<Vec<String>> {
    let codes = |refusals: &Vec<domain::refusal::Refusal>| {
        refusals.iter().map(|refusal| refusal.code.to_string()).collect::<Vec<_>>()
    };
    found.iter().map(|(_, refusals)| codes(refusals)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_a_class_is_checked_before_anything_is_opened_and_opening_says_the_same() {
    let world = long_world().await;
    let pupils = [
        in_grade(&world, 6, 601, &[(Field::ClassName, "1班")]).await,
        in_grade(&world, 6, 602, &[(Field::ClassName, "1班")]).await,
        in_grade(&world, 6, 603, &[(Field::ClassName, "1班")]).await,
    ];
    let [first, second, third] = pupils;
    let other = world.pupil(SCHOOL, 604).await;
    let (cases, school) = (world.registry.cases(), registrar(LONG));
    world.wait(chrono::Duration::days(285));
    let asked = [
        (first, ends(Outcome::Graduated, "2027小001", None)),
        // The number of the one before; a compulsory pupil who would leave before the end; a pupil of another school.
        (second, ends(Outcome::Completed, "2027小001", None)),
        (third, ends(Outcome::Incomplete, "", None)),
        (other, ends(Outcome::Graduated, "", None)),
    ];
    let found = cases.check_changes(&school, &asked).await.unwrap();
    let wanted = [vec![], vec!["certificate"], vec!["outcome"], vec!["person"]];
    assert_eq!(codes_of(&found), wanted.map(|codes| codes.into_iter().map(String::from).collect::<Vec<_>>()));
    let left = cases.leaver_class(&school, "").await.unwrap();
    assert_eq!(left.rows.iter().filter(|row| row.busy).count(), 0, "a check opens nothing");
    assert_eq!(cases.my_queue(&leader(LONG), None).await.unwrap().total, 0);

    // Mended, every one of them holds; what was cut off after the first goes on with the others.
    let asked =
        [(first, ends(Outcome::Graduated, "2027小001", None)), (second, ends(Outcome::Completed, "", None))];
    assert_eq!(
        codes_of(&cases.check_changes(&school, &asked).await.unwrap()),
        [vec![], Vec::<String>::new()]
    );
    let opened = cases.open_changes(&school, &asked[..1]).await.unwrap();
    assert!(opened[0].1.is_ok(), "{opened:?}");
    let again = cases.check_changes(&school, &asked).await.unwrap();
    assert_eq!(codes_of(&again), [vec!["open_business".to_owned()], vec![]]);
    let rest = cases.open_changes(&school, &asked[1..]).await.unwrap();
    assert!(rest[0].1.is_ok(), "{rest:?}");
    assert_eq!(cases.my_queue(&leader(LONG), None).await.unwrap().total, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn article_13_leavers_are_listed_class_by_class_and_only_those_of_one_class_are_shown() {
    let world = long_world().await;
    let first = in_grade(&world, 6, 611, &[(Field::ClassName, "1班")]).await;
    let second = in_grade(&world, 6, 612, &[(Field::ClassName, "1班")]).await;
    let third = in_grade(&world, 6, 613, &[(Field::ClassName, "2班")]).await;
    let (cases, school) = (world.registry.cases(), registrar(LONG));
    world.wait(chrono::Duration::days(285));

    let list = cases.leaver_class(&school, "").await.unwrap();
    let counts = |list: &LeaverClass| {
        list.classes.iter().map(|class| (class.left, class.busy)).collect::<Vec<(u64, u64)>>()
    };
    assert_eq!((list.class.as_str(), list.rows.len(), counts(&list)), ("", 0, vec![(2, 0), (1, 0)]));
    let class = &list.classes[0].label;
    let opened = cases.open_changes(&school, &[(first, ends(Outcome::Graduated, "", None))]).await.unwrap();
    assert!(opened[0].1.is_ok(), "{opened:?}");
    let shown = cases.leaver_class(&school, class).await.unwrap();
    let rows: Vec<(PersonId, bool)> = shown.rows.iter().map(|row| (row.id, row.busy)).collect();
    assert!(rows.contains(&(first, true)) && rows.contains(&(second, false)) && rows.len() == 2, "{rows:?}");
    assert_eq!(counts(&shown), [(1, 1), (1, 0)], "who was sent is under way, and no more among those left");
    // Who was not shown was not looked at.
    let looks =
        async |person| world.registry.access_log().looks_at(&leader(LONG), person, None).await.unwrap();
    assert!(looks(third).await.rows.is_empty());
    assert_eq!(looks(second).await.rows.len(), 1);
    for stranger in [leader(LONG), registrar(COUNTY), guardian(first)] {
        assert!(cases.leaver_class(&stranger, class).await.is_err());
    }
    let elsewhere = cases.leaver_class(&school, "小学六年级9班").await.unwrap();
    assert!(elsewhere.class.is_empty() && elsewhere.rows.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn leavers_stand_by_the_number_of_the_class_and_the_sound_of_their_names() {
    let world = long_world().await;
    for (seed, class) in [(621, "10班"), (622, "2班"), (623, "2班"), (624, "2班"), (625, "1班")] {
        in_grade(&world, 6, seed, &[(Field::ClassName, class)]).await;
    }
    let (cases, school) = (world.registry.cases(), registrar(LONG));
    world.wait(chrono::Duration::days(285));
    let rows = cases.leavers(&school).await.unwrap();
    let classes: Vec<&str> =
        rows.iter().map(|row| row.class_label.strip_prefix("小学六年级").unwrap()).collect();
    assert_eq!(classes, ["1班", "2班", "2班", "2班", "10班"]);
    let sounds: Vec<String> = rows[1..4].iter().map(|row| domain::text::sounds(&row.name).0).collect();
    assert!(sounds.is_sorted(), "{sounds:?}");
    let labels: Vec<String> = cases
        .leaver_class(&school, "")
        .await
        .unwrap()
        .classes
        .into_iter()
        .map(|class| class.label.replace("小学六年级", ""))
        .collect();
    assert_eq!(labels, ["1班", "2班", "10班"]);
}
