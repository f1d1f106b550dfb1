//! A form without JavaScript: a place is typed by its name and chosen where several are called so, an address is ticked as the same, a day
//! is written as people write one, and the same fault of many fields is told once. Nothing that was typed is lost.

use crate::support::*;
use domain::form::sample::{self, SampleSpec};
use domain::form::{Block, Field};
use reqwest::StatusCode;

/// The entry form with these fields, sent, and the page it comes back to.
/// Sends the form as a browser does: with every control, most of them empty.
async fn sent(visitor: &Visitor, fields: &[(&str, &str)]) -> String {
    let all: Vec<String> = Field::ALL.iter().map(|field| format!("values[{}]", field.key())).collect();
    let empty = all.iter().map(|name| (name.as_str(), ""));
    let empty = empty.filter(|(name, _)| fields.iter().all(|(typed, _)| typed != name));
    let sent: Vec<(&str, &str)> = empty.chain(fields.iter().copied()).collect();
    let answer = visitor.post("/api/enter_pupil", &sent).await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::FOUND, "/pupils/new".to_owned()));
    visitor.get("/pupils/new").await.text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_7_a_form_asks_for_what_people_know() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let visitor = Visitor::signed_in(&server, "2132000101.registrar").await;
    let typed = [
        ("values[name]", "欧阳若涵"),
        ("values[birth_date]", "2019年9月1日"),
        ("values[birth_place]", "南京玄武区"),
        ("values[current_address]", "江苏省南京市玄武区北京东路1号"),
        ("values[same_mail_address]", "1"),
        ("values[hukou_place]", "鼓楼区"),
    ];
    let page = sent(&visitor, &typed).await;
    assert!(page.contains("value=\"欧阳若涵\"") && page.contains("value=\"2019-09-01\""), "nothing is lost");
    assert!(page.contains("value=\"江苏省南京市玄武区\""), "the place has its whole name");
    assert!(page.contains("行政区划代码 320102000000"), "and its code beside it");
    assert!(page.contains("户口所在地有几处同名") && page.contains("value=\"鼓楼区\""));
    for (code, name) in [("320106000000", "江苏省南京市鼓楼区"), ("320302000000", "江苏省徐州市鼓楼区")]
    {
        assert!(page.contains(&format!("value=\"{code}\"")) && page.contains(name), "{name} can be chosen");
    }
    let summary = page.split_once("class=\"error-summary\"").map_or("", |(_, summary)| summary);
    assert!(
        page.contains("项没有填写：") && page.contains("error-summary-fields"),
        "told once, with each field: {}",
        summary.chars().take(3000).collect::<String>()
    );
    assert!(!page.contains("通信地址没有填写") && page.contains("家庭地址没有填写"), "the tick is the entry");
    assert!(page.contains("type=\"date\""));

    let chosen = [typed.as_slice(), &[("values[choose_hukou_place]", "320302000000")]].concat();
    let page = sent(&visitor, &chosen).await;
    assert!(page.contains("value=\"江苏省徐州市鼓楼区\"") && !page.contains("有几处同名"), "the chosen one");

    // A choice that does not belong to what is typed now says nothing.
    let other: Vec<(&str, &str)> = chosen
        .iter()
        .map(|(key, value)| (*key, if *key == "values[hukou_place]" { "南京市玄武区" } else { *value }))
        .collect();
    let page = sent(&visitor, &other).await;
    assert!(!page.contains("江苏省徐州市鼓楼区"));

    // What is offered while one types is for who has signed in, and what was typed stands in no address.
    let typed = [("text".to_owned(), "320102".to_owned())];
    let answer = visitor.call("/api/find_divisions", &typed).await;
    assert_eq!((answer.status(), header(&answer, "cache-control")), (StatusCode::OK, "no-store".into()));
    assert!(answer.text().await.unwrap().contains("江苏省南京市玄武区"));
    let stranger = Visitor::new(&server);
    assert!(stranger.call("/api/find_divisions", &typed).await.text().await.unwrap().contains("signed_out"));
    let in_address = visitor.get("/api/find_divisions?text=320102").await;
    assert!(!in_address.text().await.unwrap().contains("江苏省南京市玄武区"));
    assert_eq!(
        header(&visitor.get("/pupils/new").await, "cache-control"),
        "no-store",
        "no page of anybody's"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_leads_to_its_control_though_the_browser_did_not_send_it() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let visitor = Visitor::signed_in(&server, "2132000101.registrar").await;
    // A browser sends nothing of a choice of which none is taken.
    let answer = visitor.post("/api/enter_pupil", &[("values[name]", "欧阳若涵")]).await;
    assert_eq!(answer.status(), StatusCode::FOUND);
    let page = visitor.get("/pupils/new").await.text().await.unwrap();
    let summary = page.split_once("class=\"error-summary\"").map_or("", |(_, after)| after);
    let summary = summary.split_once("<form").map_or(summary, |(summary, _)| summary);
    let links: Vec<&str> =
        summary.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(links.contains(&"values-sex") && links.len() > 5, "{links:?}");
    for link in links {
        assert!(page.contains(&format!("id=\"{link}\"")), "nothing on the page is called {link}");
    }
}

/// Sends the form of the lists below a guardian's question for the place of birth; the question's page, to which it leads back.
async fn picked(visitor: &Visitor, child: &str, choice: (&str, &str)) -> String {
    let question = format!("/my/{child}/correct/item/birth_place");
    let answer = visitor.post("/api/pick_place", &[("person", child), ("item", "birth_place"), choice]).await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::FOUND, question.clone()));
    visitor.get(&question).await.text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn article_10_a_guardian_finds_a_place_by_lists_from_the_province_down() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let visitor = Visitor::signed_in(&server, "13900000001").await;
    let home = visitor.get("/my").await.text().await.unwrap();
    let rest = home.split("href=\"/my/0").nth(1).expect("a child");
    let child = format!("0{}", rest.split(['"', '/']).next().unwrap());

    let page = visitor.get(&format!("/my/{child}/correct/item/birth_place")).await.text().await.unwrap();
    assert!(page.contains("从省开始选") && page.contains("value=\"110000000000\""), "the provinces");
    let page = picked(&visitor, &child, ("pick", "330000000000")).await;
    assert!(
        page.contains("value=\"浙江省\"") && page.contains("上面已填好：浙江省"),
        "it stands in the field"
    );
    assert!(page.contains("value=\"330600000000\"") && page.contains(">绍兴市<"), "its cities follow");
    let page = picked(&visitor, &child, ("pick", "330600000000")).await;
    assert!(page.contains("value=\"330602000000\"") && page.contains(">越城区<"), "their counties");
    let page = picked(&visitor, &child, ("pick", "330602000000")).await;
    assert!(page.contains("value=\"浙江省绍兴市越城区\"") && page.contains("行政区划代码 330602000000"));

    let page = picked(&visitor, &child, ("pick", "")).await;
    assert!(page.contains("还没有选择是哪一处") && page.contains("href=\"#pick\""), "told with its control");
    assert!(page.contains("id=\"pick\"") && page.contains("value=\"浙江省绍兴市越城区\""), "nothing is lost");
    let page = picked(&visitor, &child, ("again", "1")).await;
    assert!(page.contains("value=\"110000000000\"") && !page.contains("越城区"), "begun again");

    // What is no place has no lists, and neither has a child of somebody else.
    let other = "00000000-0000-7000-8000-000000000000";
    for (item, person) in [("name", child.as_str()), ("birth_place", other)] {
        let question = format!("/my/{person}/correct/item/{item}");
        let form = [("person", person), ("item", item), ("pick", "330000000000")];
        let answer = visitor.post("/api/pick_place", &form).await;
        assert_ne!(location(&answer), question, "{item}");
        let page = visitor.get(&question).await.text().await.unwrap();
        assert!(!page.contains("value=\"浙江省\""), "{item}: nothing was kept");
    }
    let stranger = Visitor::new(&server);
    let asked = [("text".to_owned(), "浙江省".to_owned())];
    assert!(stranger.call("/api/list_divisions", &asked).await.text().await.unwrap().contains("signed_out"));
    let told = visitor.call("/api/list_divisions", &asked).await.text().await.unwrap();
    assert!(told.contains("浙江省绍兴市") && !told.contains("越城区"), "one step at a time: {told}");
}

/// A child of a form that holds, who has one member of the family alone.
fn of_one_member() -> Vec<(String, String)> {
    let today = registry::clock::Clock::system().today();
    let month = chrono::Datelike::month(&today);
    let year = chrono::Datelike::year(&today) - i32::from(month < 9);
    let mut values = sample::pupil(770_001, &SampleSpec::first_grade("320102", year));
    values.retain(|field, _| field.block() != Block::Member2);
    values.insert(Field::Name, "慕容若涵".into());
    let fields = values.into_iter().map(|(field, said)| (format!("values[{}]", field.key()), said));
    fields.chain([("values[entry_date]".to_owned(), today.to_string())]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unusual_is_told_before_a_child_is_handed_in_and_one_press_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let visitor = Visitor::signed_in(&server, "2132000101.registrar").await;
    let fields = of_one_member();
    let mut fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, said)| (name.as_str(), said.as_str())).collect();
    let answer = visitor.post("/api/enter_pupil", &fields).await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::FOUND, "/pupils/new".to_owned()));
    let page = visitor.get("/pupils/new").await.text().await.unwrap();
    assert!(page.contains("请留意，还没有提交") && page.contains("只填写了一名家庭成员或监护人。"));
    assert!(page.contains("看过了，继续提交") && page.contains("value=\"慕容若涵\""), "nothing is lost");
    let carried = page.split_once("name=\"values[warned]\" value=\"").expect("what was told goes along").1;
    let carried = carried.split('"').next().unwrap();
    fields.push(("values[warned]", carried));
    let answer = visitor.post("/api/enter_pupil", &fields).await;
    let case = location(&answer);
    assert!(case.starts_with("/cases/"), "{case}");
    let page = visitor.get(&case).await.text().await.unwrap();
    assert!(!page.contains("请留意："), "and it is no good news afterwards");
}
