use super::*;
use proptest::prelude::*;

fn parts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn lists() -> impl Strategy<Value = List> {
    proptest::sample::select(List::ALL.to_vec())
}

#[test]
fn a_list_is_found_by_its_key_and_every_column_has_a_name_of_its_own() {
    for list in List::ALL {
        assert_eq!(List::from_key(list.key()), Some(list));
        let columns: BTreeSet<&&str> = list.columns().iter().collect();
        assert_eq!(columns.len(), list.columns().len());
        let usual = TableChoice::usual(list);
        assert!(list.columns().iter().all(|column| usual.shows(column)));
        assert_eq!(usual.is_compact(), list != List::Desk);
    }
    assert_eq!(List::from_key("shoes"), None);
}

#[test]
fn what_was_typed_to_find_a_child_is_no_filter() {
    let typed = parts(&[("text", "王小明"), ("grade", "12"), ("after", "x"), ("name", "王小明")]);
    assert!(!List::Pupils.filter(&typed).contains_key("text"));
    for (list, kept) in [
        (List::Pupils, parts(&[("grade", "7"), ("class", "7/10班")])),
        (List::Desk, parts(&[("kind", "transfer"), ("overdue", "1")])),
        (List::Desk, parts(&[("class", "一年级1班"), ("sent_back", "1")])),
        (List::Letters, parts(&[("box", "inbox")])),
        (List::Problems, parts(&[("box", "settled"), ("kind", ProblemKind::ALL[0].key())])),
        (List::Violations, parts(&[("box", "own"), ("kind", ViolationKind::ALL[0].key())])),
        (List::Warnings, parts(&[("state", "closed"), ("level", Level::ALL[0].key())])),
    ] {
        assert_eq!(list.filter(&kept), kept);
    }
    let odd = [("kind", "nothing"), ("overdue", "yes"), ("class", ""), ("open", "/cases/1"), ("tab", "mine")];
    assert_eq!(List::Desk.filter(&parts(&odd)), BTreeMap::new());
    assert_eq!(List::Desk.filter(&parts(&[("class", &"长".repeat(31))])), BTreeMap::new());
    let none = ["10班", "13/1班", "0/1班", "7/", "x/1班", "7/1\u{7}班", ""];
    assert!(none.into_iter().all(|class| List::Pupils.filter(&parts(&[("class", class)])).is_empty()));
    assert_eq!(List::Schools.filter(&parts(&[("kind", "transfer")])), BTreeMap::new());
    // What one list calls a kind is none of another.
    assert_eq!(List::Problems.filter(&parts(&[("kind", "transfer"), ("box", "inbox")])), BTreeMap::new());
    assert_eq!(List::Warnings.filter(&parts(&[("unit", "320102"), ("level", "loud")])), BTreeMap::new());
}

#[test]
fn filters_are_named_renamed_and_removed_and_there_are_twenty_at_most() {
    let late = parts(&[("overdue", "1")]);
    let mut tables = Tables::default();
    assert_eq!(tables.save(List::Desk, "1", " ", &late), Err(FilterProblem::NoName));
    assert_eq!(tables.save(List::Desk, "1", &"长".repeat(21), &late), Err(FilterProblem::LongName));
    assert_eq!(tables.save(List::Desk, "1", "全部", &parts(&[("x", "1")])), Err(FilterProblem::Nothing));
    assert_eq!(tables.save(List::Desk, "1", "逾期", &late), Ok(()));
    assert_eq!(tables.save(List::Desk, "2", "逾期", &late), Err(FilterProblem::SameName));
    assert_eq!(tables.save(List::Desk, "2", "逾期的", &late), Ok(()));
    assert_eq!(tables.rename("2", "逾期"), Err(FilterProblem::SameName));
    assert_eq!(tables.rename("2", "今天先办"), Ok(()));
    assert_eq!(tables.rename("3", "别的"), Err(FilterProblem::Gone));
    let names: Vec<String> = tables.filters(List::Desk).into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["逾期", "今天先办"]);
    assert!(tables.filters(List::Pupils).is_empty());
    for n in 3..=20 {
        assert_eq!(tables.save(List::Desk, &n.to_string(), &format!("第{n}个"), &late), Ok(()));
    }
    assert_eq!(tables.save(List::Desk, "21", "再来", &late), Err(FilterProblem::TooMany));
    tables.remove("20");
    tables.remove("20");
    assert_eq!(tables.save(List::Desk, "21", "再来", &late), Ok(()));
}

#[test]
fn a_stored_filter_that_is_not_known_any_more_is_left_out() {
    let stored = r#"{"lists":{"pupils":"sex,shoe_size;by_height;tiny","shoes":"x"},"filters":[
        {"id":"1","list":"desk","name":"旧","parts":{"kind":"gone"}},
        {"id":"2","list":"shoes","name":"别处","parts":{"unit":"1"}},
        {"id":"3","list":"desk","name":"逾期","parts":{"overdue":"1","text":"王"}}]}"#;
    let tables: Tables = serde_json::from_str(stored).unwrap();
    let choice = tables.choice(List::Pupils);
    assert!(!choice.shows("sex") && choice.shows("born"));
    assert_eq!((choice.order(), choice.is_compact()), ("pinyin", true));
    let left = tables.filters(List::Desk);
    assert_eq!(left.len(), 1);
    assert_eq!((left[0].name.as_str(), &left[0].parts), ("逾期", &parts(&[("overdue", "1")])));
}

proptest! {
    /// Whatever is stored or sent, what is read names columns and orders of the list only, and reads the same when it is written again.
    #[test]
    fn what_is_read_is_of_the_list_and_is_written_as_it_is_read(
        list in lists(),
        text in "[a-z_,;]{0,60}|\\PC{0,60}",
    ) {
        let choice = TableChoice::read(list, &text);
        prop_assert!(choice.hidden.iter().all(|column| list.columns().contains(&column.as_str())));
        prop_assert!(list.orders().is_empty() == choice.order().is_empty());
        prop_assert!(choice.order().is_empty() || list.orders().contains(&choice.order()));
        prop_assert_eq!(&TableChoice::read(list, &choice.written()), &choice);
    }

    /// Of the form the ticked columns are shown, and no other.
    #[test]
    fn the_form_shows_what_is_ticked(
        list in lists(),
        ticked in proptest::collection::vec("sex|born|school|class|code|also|state|shoe_size|\\PC{0,8}", 0..8),
        order in "pinyin|name|\\PC{0,8}",
        density in "compact|comfortable|\\PC{0,8}",
    ) {
        let choice = TableChoice::from_form(list, &ticked, &order, &density);
        for column in list.columns() {
            prop_assert_eq!(choice.shows(column), ticked.iter().any(|one| one == column));
        }
        prop_assert_eq!(&TableChoice::read(list, &choice.written()), &choice);
    }

    /// A filter has parts of its list only, whatever stands in the address.
    #[test]
    fn a_filter_has_parts_of_its_list(
        list in lists(),
        sent in proptest::collection::btree_map("text|name|grade|kind|class|overdue|\\PC{0,6}", "1|12|transfer|\\PC{0,12}", 0..6),
    ) {
        let kept = list.filter(&sent);
        prop_assert!(kept.iter().all(|(key, value)| sent.get(key) == Some(value)));
        prop_assert!(!kept.contains_key("text") && !kept.contains_key("name"));
        prop_assert_eq!(list.filter(&kept), kept);
    }
}
