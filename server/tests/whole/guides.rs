//! 办事指南 and the regulation: everybody may read them, signed in or not, and they tell of nobody.

use crate::support::*;
use domain::guide::Task;
use reqwest::StatusCode;

/// The names in the first page of a school's list.
async fn some_names(server: &Server) -> Vec<String> {
    let visitor = Visitor::signed_in(server, "2132000101.registrar").await;
    let list = visitor.get("/pupils").await.text().await.unwrap();
    let names = list.split("href=\"/pupils/0").skip(1).filter_map(|rest| {
        let (_, words) = rest.split_once('>')?;
        words.split('<').next().map(str::trim).filter(|name| name.chars().count() >= 2).map(str::to_owned)
    });
    names.collect()
}

pub(crate) async fn guides(server: &Server) {
    let names = some_names(server).await;
    assert!(names.len() >= 5, "{names:?}");
    let visitor = Visitor::new(server);
    let mut pages = vec!["/guide".to_owned(), "/regulation".to_owned()];
    pages.extend(Task::all().into_iter().map(|task| format!("/guide/{}", task.key())));
    assert!(pages.len() > 20, "{}", pages.len());
    for page in &pages {
        let answer = visitor.get(page).await;
        assert_eq!(answer.status(), StatusCode::OK, "{page}");
        let text = answer.text().await.unwrap();
        assert!(text.contains("办事指南"), "{page} leads to the guides");
        assert_eq!(names.iter().find(|name| text.contains(name.as_str())), None, "{page}");
    }
    let regulation = visitor.get("/regulation").await.text().await.unwrap();
    for number in [1, 13, 30] {
        assert!(regulation.contains(&format!("id=\"article-{number}\"")), "{number}");
    }
    assert_eq!(visitor.get("/guide/nothing").await.status(), StatusCode::NOT_FOUND);

    let everybody = visitor.get("/guide/transfer").await.text().await.unwrap();
    assert!(everybody.contains("按全国统一规定显示"), "the nation's days for who has not signed in");
    let guardian = Visitor::signed_in(server, "13900000001").await;
    let own = guardian.get("/guide/transfer").await.text().await.unwrap();
    assert!(
        own.contains("按您所在地显示。") && !own.contains("按全国统一规定显示"),
        "a guardian's own province"
    );
}
