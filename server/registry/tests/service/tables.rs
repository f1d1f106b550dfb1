//! 表格设置 and 常用筛选: kept with the account and nobody else's to see, bounded, gone with the account, and in every copy.

use crate::support::accounts::security_admin;
use crate::support::*;
use domain::access::{Actor, Role};
use domain::form::Field;
use domain::id::PersonId;
use domain::tables::{FILTERS_MOST, List, TableChoice};
use domain::text::NameOrder;
use registry::Location;
use registry::Registry;
use registry::backup::{Backups, Settings, Wanted, new_key, restore};
use registry::clock::{Clock, Entropy};
use registry::person::Search;
use std::collections::BTreeMap;

fn parts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn narrow() -> TableChoice {
    TableChoice::from_form(List::Pupils, &["class".to_owned(), "shoe_size".to_owned()], "name", "comfortable")
}

async fn save(world: &World, actor: &Actor, name: &str) -> registry::error::Result<()> {
    let late = parts(&[("overdue", "1"), ("text", "王小明")]);
    world.registry.accounts().save_filter(actor, List::Desk, name, &late).await
}

async fn names(world: &World, actor: &Actor) -> Vec<String> {
    let tables = world.registry.accounts().tables(actor).await.unwrap();
    tables.filters(List::Desk).into_iter().map(|one| one.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_account_chose_is_its_own() {
    let world = World::in_memory().await;
    let accounts = world.registry.accounts();
    let (own, other) = (registrar(SCHOOL), leader(SCHOOL));
    assert!(accounts.tables(&own).await.unwrap().choice(List::Pupils).shows("sex"));
    accounts.choose_table(&own, List::Pupils, &narrow()).await.unwrap();
    save(&world, &own, "逾期").await.unwrap();

    let mine = accounts.tables(&own).await.unwrap();
    assert_eq!(mine.choice(List::Pupils), narrow());
    assert!(!mine.choice(List::Pupils).shows("sex") && mine.choice(List::Pupils).shows("class"));
    assert_eq!(mine.choice(List::Schools), TableChoice::usual(List::Schools), "each list by itself");
    let kept = mine.filters(List::Desk).remove(0);
    assert_eq!(kept.parts, parts(&[("overdue", "1")]), "what was typed to find a child is not kept");

    let theirs = accounts.tables(&other).await.unwrap();
    assert_eq!(theirs.choice(List::Pupils), TableChoice::usual(List::Pupils));
    assert!(theirs.filters(List::Desk).is_empty());
    assert_eq!(codes(accounts.rename_filter(&other, &kept.id, "别人的").await), ["filter_name"]);
    accounts.remove_filter(&other, &kept.id).await.unwrap();
    assert_eq!(names(&world, &own).await, ["逾期"], "nobody else takes it away");

    accounts.rename_filter(&own, &kept.id, "先办这些").await.unwrap();
    assert_eq!(names(&world, &own).await, ["先办这些"]);
    accounts.remove_filter(&own, &kept.id).await.unwrap();
    assert!(names(&world, &own).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_needs_a_name_and_something_it_leaves_out_and_there_are_twenty() {
    let world = World::in_memory().await;
    let own = registrar(SCHOOL);
    for name in ["", "　", &"长".repeat(21)] {
        assert_eq!(codes(save(&world, &own, name).await), ["filter_name"], "{name}");
    }
    // A class that nothing waits of might be anything that somebody typed, a child's name too.
    let typed = parts(&[("class", "王小明")]);
    let refused = world.registry.accounts().save_filter(&own, List::Desk, "一个人", &typed).await;
    assert_eq!(codes(refused), ["filter_name"]);
    for n in 0..FILTERS_MOST {
        save(&world, &own, &format!("第{n}个")).await.unwrap();
    }
    assert_eq!(codes(save(&world, &own, "再来一个").await), ["filter_name"]);
    assert_eq!(codes(save(&world, &own, "第0个").await), ["filter_name"]);
    assert_eq!(names(&world, &own).await.len(), FILTERS_MOST);
    save(&world, &leader(SCHOOL), "第0个").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_keeps_its_own_choice_and_its_own_filters() {
    let world = World::in_memory().await;
    let (accounts, own) = (world.registry.accounts(), registrar(SCHOOL));
    for list in List::ALL {
        let hidden = *list.columns().last().unwrap();
        let shown: Vec<String> =
            list.columns().iter().filter(|one| **one != hidden).map(|one| (*one).to_owned()).collect();
        let choice = TableChoice::from_form(list, &shown, "", "comfortable");
        accounts.choose_table(&own, list, &choice).await.unwrap();
    }
    let kept = accounts.tables(&own).await.unwrap();
    for list in List::ALL {
        let choice = kept.choice(list);
        let (hidden, shown) = list.columns().split_last().unwrap();
        assert!(!choice.shows(hidden) && shown.iter().all(|column| choice.shows(column)), "{list:?}");
        assert!(!choice.is_compact(), "{list:?}");
    }
    let late = parts(&[("box", "settled"), ("kind", "transfer")]);
    accounts.save_filter(&own, List::Problems, "已处理", &late).await.unwrap();
    let filters = accounts.tables(&own).await.unwrap().filters(List::Problems);
    assert_eq!(filters[0].parts, parts(&[("box", "settled")]), "what is no kind of problem is left out");
    // A list without parts of its own keeps no filter.
    assert_eq!(codes(accounts.save_filter(&own, List::Imports, "全部", &late).await), ["filter_name"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_of_the_desk_is_kept_while_something_waits_of_it() {
    let world = World::in_memory().await;
    world.enter(SCHOOL, info(1)).await;
    let chief = leader(SCHOOL);
    let desk = world.registry.matters().desk(&chief, &registry::matter::DeskFilter::default(), None).await;
    let class = desk.unwrap().classes.remove(0);
    let wanted = parts(&[("class", &class)]);
    world.registry.accounts().save_filter(&chief, List::Desk, "我的班", &wanted).await.unwrap();
    let kept = world.registry.accounts().tables(&chief).await.unwrap().filters(List::Desk).remove(0);
    assert_eq!(kept.parts, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_account_chose_goes_when_it_is_sealed_off() {
    let world = World::in_memory().await;
    let (id, _) = world.account(Role::Registrar, SCHOOL, "registrar.tables").await;
    let own = Actor { account: id, ..registrar(SCHOOL) };
    let accounts = world.registry.accounts();
    accounts.choose_table(&own, List::Pupils, &narrow()).await.unwrap();
    save(&world, &own, "逾期").await.unwrap();
    accounts.seal_account(&security_admin(COUNTY), id, true).await.unwrap();
    let left: u64 = world.registry.store.count("table_choice", "true").await.unwrap();
    assert_eq!(left, 0);
    accounts.seal_account(&security_admin(COUNTY), id, false).await.unwrap();
    assert_eq!(accounts.tables(&own).await.unwrap().choice(List::Pupils), TableChoice::usual(List::Pupils));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_account_chose_is_in_the_backup_and_sealed_in_the_store() {
    let world = World::on_disk().await;
    let target = tempfile::tempdir().unwrap();
    let (identity, recipient) = new_key();
    let settings = Settings { to: target.path().display().to_string(), recipient, keep: 3 };
    let backups = Backups::open(&world.registry, world.dir.path(), &settings).unwrap();
    backups.follow();
    let own = registrar(SCHOOL);
    world.registry.accounts().choose_table(&own, List::Pupils, &narrow()).await.unwrap();
    save(&world, &own, "逾期的转学").await.unwrap();
    let rows: Vec<serde_json::Value> = world
        .registry
        .store
        .rows("SELECT account, version, sealed FROM table_choice", registry::store::Vars::new())
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
    assert!(!rows[0].to_string().contains("逾期"), "names of filters are sealed");
    backups.back_up().await.unwrap();

    let place = tempfile::tempdir().unwrap();
    std::fs::copy(world.dir.path().join("master.key"), place.path().join("master.key")).unwrap();
    let wanted = Wanted { from: settings.to.clone(), identity, until: None };
    let location = Location::below(place.path());
    restore(&wanted, &location).await.unwrap();
    let again = Registry::open(&location, Clock::system(), Entropy::system()).await.unwrap();
    let tables = again.accounts().tables(&own).await.unwrap();
    assert_eq!(tables.choice(List::Pupils), narrow());
    assert_eq!(tables.filters(List::Desk).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_stands_in_the_order_that_was_chosen_page_after_page() {
    let world = World::in_memory().await;
    let mut names = BTreeMap::new();
    for seed in 1..=52 {
        let name = info(seed).get(Field::Name).unwrap().to_owned();
        names.insert(world.pupil(SCHOOL, seed).await, name);
    }
    for order in [NameOrder::Pinyin, NameOrder::Name] {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let search = Search { order, after, ..Search::default() };
            let page = world.registry.pupils().search_pupils(&registrar(SCHOOL), &search).await.unwrap();
            found.extend(page.rows.into_iter().map(|row| row.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(found.len(), 52, "{order:?}: without doubles and gaps");
        let place = |id: &PersonId| {
            let listed = domain::text::listed_as(&names[id], &id.to_string());
            if order == NameOrder::Name { listed.by_name } else { listed.by_pinyin }
        };
        let places: Vec<String> = found.iter().map(place).collect();
        assert!(places.is_sorted(), "{order:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_numbers_beside_the_navigation_count_what_is_open() {
    let world = World::in_memory().await;
    let own = registrar(SCHOOL);
    let count = || async { world.registry.matters().opened_count(&own).await.unwrap() };
    let before = count().await;
    let (_, case) = world.enter(SCHOOL, info(1)).await;
    assert_eq!(count().await, before + 1);
    world.approve(SCHOOL, case).await;
    assert_eq!(count().await, before, "what is closed is not counted");
    let stranger = registrar(OTHER_SCHOOL);
    let stranger = Actor { account: security_admin(COUNTY).account, ..stranger };
    assert_eq!(world.registry.matters().opened_count(&stranger).await.unwrap(), 0, "nor what others opened");
}
