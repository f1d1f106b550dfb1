//! 下级单位对比 and 转学流向 as plain pages: what a browser without JavaScript is sent.

use crate::support::*;
use reqwest::StatusCode;

/// What a reader sees of a piece of a page.
fn words(page: &str) -> String {
    let parts = page.split('<').enumerate();
    parts
        .map(|(n, part)| if n == 0 { part } else { part.split_once('>').map_or("", |(_, rest)| rest) })
        .collect()
}

/// The row of a unit in the table of units.
fn row_of<'a>(page: &'a str, unit: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("href=\"/home?unit={unit}\"")).expect("the unit's row");
    rest.split("</tr>").next().unwrap_or_default()
}

/// The words of one cell of a row.
fn cell(row: &str, label: &str) -> String {
    let (_, rest) = row.split_once(&format!("data-label=\"{label}\"")).expect(label);
    let (_, rest) = rest.split_once('>').expect("a cell");
    words(rest.split("</td>").next().unwrap_or_default())
}

pub(crate) async fn compares(server: &Server) {
    let official = Visitor::signed_in(server, "320100.official").await;
    let home = official.get("/home").await.text().await.unwrap();
    assert!(
        home.contains("href=\"/compare?unit=320100\"")
            && home.contains("href=\"/compare/flows?unit=320100\"")
    );
    let page = official.get("/compare").await;
    assert_eq!(page.status(), StatusCode::OK);
    let text = page.text().await.unwrap();
    assert!(text.contains("下级单位对比") && text.contains("各岗位逾期事项"), "both parts");
    assert!(text.contains("by=on_roll"), "each column puts the list in its order by a link");
    assert!(text.contains("href=\"/home?unit=320102\""), "one click down");
    assert!(text.contains("figure-bar"), "the bars are drawn on the server");
    let row = row_of(&text, "320102");
    let name = format!("<a{}", row.split("</a>").next().unwrap());
    assert_eq!(words(&name), "玄武区", "the row begins with the unit");
    let on_roll = cell(row, "在读学生");
    let digits: String = on_roll.chars().filter(char::is_ascii_digit).collect();
    assert!(digits.parse::<u64>().is_ok_and(|n| n > 0), "{on_roll:?}");
    let turned = official.get("/compare?unit=320100&by=on_roll&order=lowest").await.text().await.unwrap();
    assert!(turned.contains("aria-sort=\"ascending\"") && !turned.contains("aria-sort=\"descending\""));
    let strange = official.get("/compare?by=nothing&order=nothing").await;
    assert_eq!(strange.status(), StatusCode::OK, "what is no figure is the usual order");

    let flows = official.get("/compare/flows?unit=320102").await;
    assert_eq!(flows.status(), StatusCode::OK);
    let text = flows.text().await.unwrap();
    assert!(text.contains("转学流向") && text.contains("学年"));
    assert!(!text.contains(" style="), "no inline styles");

    for page in ["/home", "/home/figure?figure=overdue", "/compare", "/compare/flows"] {
        let text = official.get(page).await.text().await.unwrap();
        assert!(text.contains("打印本页"), "{page}");
    }

    let auditor = Visitor::signed_in(server, "320102.audit_admin").await;
    let home = auditor.get("/home").await.text().await.unwrap();
    assert!(home.contains("待核查的查阅异常") && home.contains("本月申请并已对外提供"));
    for figure in ["待确认的账号和重置", "长期未登录已封存", "未设二次验证的账号"] {
        assert!(home.contains(figure), "{figure}");
    }
    assert!(!official.get("/home").await.text().await.unwrap().contains("待核查的查阅异常"));

    for page in ["/compare", "/compare/flows"] {
        let stranger = Visitor::signed_in(server, "510104.registrar").await;
        let answer = stranger.get(&format!("{page}?unit=320102")).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{page}");
        let school = Visitor::signed_in(server, "2132000101.registrar").await;
        assert_eq!(
            school.get(page).await.status(),
            StatusCode::NOT_FOUND,
            "{page}: nothing is below a school"
        );
        assert_eq!(location(&Visitor::new(server).get(page).await), "/sign-in");
    }
}
