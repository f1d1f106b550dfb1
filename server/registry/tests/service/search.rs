//! 查询: whom people find by what they type, and that nothing sealed lies in the open for it.

use crate::support::*;
use domain::access::Actor;
use domain::form::{BasicInfo, Field};
use domain::id::PersonId;
use registry::person::Search;

/// Whom a search finds, in the order of the list.
async fn found(world: &World, actor: &Actor, text: &str) -> Vec<PersonId> {
    let search = Search { text: text.into(), ..Search::default() };
    let page = world
        .registry
        .pupils()
        .search_pupils(actor, &search)
        .await
        .unwrap_or_else(|error| panic!("{text}: {error:?}"));
    page.rows.into_iter().map(|row| row.id).collect()
}

async fn refused(world: &World, actor: &Actor, text: &str) -> Vec<String> {
    let search = Search { text: text.into(), ..Search::default() };
    codes(world.registry.pupils().search_pupils(actor, &search).await)
}

/// A child with a passport.
fn foreign(seed: u64, name: &str, passport: &str) -> BasicInfo {
    let of = [
        (Field::Name, name),
        (Field::IdKind, "A"),
        (Field::IdNumber, passport),
        (Field::Nationality, "VNM"),
        (Field::HmtStatus, "51"),
    ];
    info_with(seed, &of)
}

#[tokio::test(flavor = "multi_thread")]
async fn case_40_a_name_is_found_by_its_surname_reading_and_by_the_other() {
    let world = World::in_memory().await;
    let by = registrar(SCHOOL);
    let names = [
        "单雄信",
        "曾国安",
        "仇小天",
        "解明镜",
        "查小文",
        "尉迟小恭",
        "区一新",
        "乐正天",
        "李䶮",
        "王𠅤",
        "赵𬱖",
        "钱𰻝",
        "孙〇",
    ];
    let mut people = Vec::new();
    for (seed, name) in (1..).zip(names) {
        people.push(world.enter(SCHOOL, info_with(seed, &[(Field::Name, name)])).await.0);
    }
    for (typed, n) in [
        ("sxx", 0),
        ("dxx", 0),
        ("shanxiongxin", 0),
        ("shan x", 0),
        ("Zeng", 1),
        ("cga", 1),
        ("qiu xiao", 2),
        ("xmj", 3),
        ("jiemingjing", 3),
        ("zha xiao", 4),
        ("cxw", 4),
        ("ycxg", 5),
        ("yuchi", 5),
        ("oyx", 6),
        ("quyixin", 6),
        ("yzt", 7),
        ("lezt", 7),
        ("李\u{E863}", 8),
        ("liyan", 8),
        ("王𠅤", 9),
        ("zhaodi", 10),
        ("qianb", 11),
        ("孙〇", 12),
        ("小恭", 5),
        ("尉 迟", 5),
        (" 单雄信\u{200B}", 0),
        ("ＳＸＸ", 0),
    ] {
        assert_eq!(found(&world, &by, typed).await, [people[n]], "{typed}");
    }
    assert!(found(&world, &by, "shanxiongxing").await.is_empty());
    assert!(found(&world, &registrar(OTHER_SCHOOL), "sxx").await.is_empty(), "not out of scope");
    assert_eq!(found(&world, &registrar(COUNTY), "sxx").await, [people[0]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_or_minority_name_is_found_by_its_parts_in_any_order_and_by_the_passport() {
    let world = World::in_memory().await;
    let by = registrar(SCHOOL);
    let long = foreign(1, "Mohammed Abdul Rahman Al-Hussein Bin Khalid", "E1234567");
    let (long, _) = world.enter(SCHOOL, long).await;
    let (nguyen, _) = world
        .enter(
            SCHOOL,
            foreign(2, "Nguyen\u{302}\u{303} Thị Ánh".replace("n\u{302}", "n").as_str(), "C7654321"),
        )
        .await;
    let (uyghur, _) = world.enter(SCHOOL, info_with(3, &[(Field::Name, "阿卜杜拉•买买提")])).await;
    for (typed, who) in [
        ("khalid mohammed", long),
        ("al-hussein", long),
        ("HUSSEIN", long),
        ("e1234567", long),
        ("E 1234567", long),
        ("anh thi", nguyen),
        ("C7654321", nguyen),
        ("买买提", uyghur),
        ("买买提·阿卜杜拉", uyghur),
        ("阿卜杜拉・买买提", uyghur),
        ("阿卜杜拉 买买提", uyghur),
        ("阿卜杜拉买买提", uyghur),
        ("maimaiti", uyghur),
        ("abdl", uyghur),
    ] {
        assert_eq!(found(&world, &by, typed).await, [who], "{typed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_its_last_six_and_a_guardians_telephone_find_the_child() {
    let world = World::in_memory().await;
    let by = registrar(SCHOOL);
    let with = [
        (Field::Member1Phone, "+86 139-0000-7701"),
        (Field::Member2Phone, "+852 9123 4567"),
        (Field::Phone, "02583110001"),
    ];
    let (person, case) = world.enter(SCHOOL, info_with(1, &with)).await;
    let (sibling, _) = world.enter(SCHOOL, info_with(2, &[(Field::Member1Phone, "13900007701")])).await;
    let (elsewhere, _) =
        world.enter(OTHER_SCHOOL, info_with(3, &[(Field::Member1Phone, "13900007701")])).await;
    let number = info(1).document().number().unwrap().to_owned();
    let tail = number[12..].to_owned();
    let mut both = vec![person, sibling];
    both.sort();
    for typed in ["13900007701", "139 0000 7701", "+8613900007701", "0086-139-0000-7701"] {
        let mut children = found(&world, &by, typed).await;
        children.sort();
        assert_eq!(children, both, "{typed}: of the own school only");
    }
    for typed in [
        number.as_str(),
        tail.as_str(),
        "+85291234567",
        "00852-9123 4567",
        "025-83110001",
        "（025）83110001",
        &format!("'{number}"),
    ] {
        assert_eq!(found(&world, &by, typed).await, [person], "{typed}");
    }
    assert_eq!(found(&world, &registrar(OTHER_SCHOOL), &tail).await, [], "of the own school only");
    assert_eq!(found(&world, &registrar(OTHER_SCHOOL), "13900007701").await, [elsewhere]);
    assert_eq!(refused(&world, &registrar(COUNTY), &tail).await, ["search_tail"]);

    // The temporary number that comes with the approval ends in six of its own, the formal one in those of the document.
    world.approve(SCHOOL, case).await;
    for formal in [false, true] {
        if formal {
            world.registry.outbox().drain_outbox().await.unwrap();
        }
        let number = world.registry.pupils().reveal(&by, person, None, "核对学籍号用于测试").await.unwrap();
        assert_eq!(number.starts_with('G'), formal);
        for typed in [number.as_str(), &number.to_lowercase(), &number[13..]] {
            assert_eq!(found(&world, &by, typed).await, [person], "{typed}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_short_is_said_only_of_what_is_too_short() {
    let world = World::in_memory().await;
    let by = registrar(SCHOOL);
    for typed in ["z", "1", "123", "1234", "·", "-"] {
        assert_eq!(refused(&world, &by, typed).await, ["search_too_short"], "{typed}");
    }
    for typed in ["张", "zs", "z s", "zhang s", "E1234567", "123456", "12345678", "a1234", "zhangsan-"] {
        assert_eq!(found(&world, &by, typed).await, [], "{typed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_name_is_found_and_the_old_one_is_not() {
    let world = World::in_memory().await;
    let person = world.pupil(SCHOOL, 1).await;
    let case = world.ask(&guardian(person), person, &[(Field::Name, "单雄信")]).await.unwrap();
    world.correct(SCHOOL, case).await;
    let by = registrar(SCHOOL);
    assert_eq!(found(&world, &by, "sxx").await, [person]);
    assert_eq!(found(&world, &by, info(1).name()).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_sealed_lies_in_the_open_to_be_found() {
    let world = World::on_disk().await;
    let with = [(Field::Member1Phone, "13900007701"), (Field::Member2Phone, "+85291234567")];
    let (person, _) = world.enter(SCHOOL, info_with(1, &with)).await;
    assert_eq!(found(&world, &registrar(SCHOOL), "13900007701").await, [person]);
    let number = info(1).document().number().unwrap().to_owned();
    let World { registry, dir, .. } = world;
    drop(registry);
    let (mut read, mut name_is_there) = (0, false);
    let name = info(1).name().to_owned();
    let mut folders = vec![dir.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            read += bytes.len();
            name_is_there |= bytes.windows(name.len()).any(|window| window == name.as_bytes());
            for secret in ["13900007701", "85291234567", &number, &number[12..]] {
                let there = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!there, "{secret} in {}", path.display());
            }
        }
    }
    assert!(read > 10_000, "the store was read");
    assert!(name_is_there, "a plain column shows that the bytes can be read like this");
}
