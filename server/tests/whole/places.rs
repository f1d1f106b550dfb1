//! A form without JavaScript: a place is typed by its name and chosen where several are called so, an address is ticked as the same, a day
//! is written as people write one, and the same fault of many fields is told once. Nothing that was typed is lost.

use crate::support::*;
use domain::form::Field;
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
