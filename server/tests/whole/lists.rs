//! 表格设置, 常用筛选 and what is selected across pages, as plain forms send them: a column that is hidden is not in the page, a filter that was
//! kept leads to the same list, ticks outlive the turning of a page.

use crate::support::*;
use reqwest::StatusCode;

async fn text(visitor: &Visitor, path: &str) -> String {
    let answer = visitor.get(path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer.text().await.unwrap()
}

/// Sends a form and gives where it leads.
async fn sent(visitor: &Visitor, path: &str, form: &[(&str, &str)]) -> String {
    let answer = visitor.post(path, form).await;
    assert_eq!(answer.status(), StatusCode::FOUND, "{path}");
    location(&answer)
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(begin)?;
    Some(rest.split_once(end)?.0)
}

/// Whom the list of a page leads to, in its order.
fn listed(page: &str) -> Vec<&str> {
    let table = between(page, "<tbody", "</tbody>").unwrap_or_default();
    table.split("href=\"/pupils/").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

pub(crate) async fn lists(server: &Server) {
    columns(server).await;
    filters(server).await;
    ticks(server).await;
    ticks_of_cases(server).await;
}

async fn columns(server: &Server) {
    const NUMBER: &str = "data-label=\"学籍号\"";
    let registrar = Visitor::signed_in(server, "2132000101.registrar").await;
    let before = text(&registrar, "/pupils").await;
    assert!(before.contains(NUMBER) && before.contains("表格设置"));
    let form = [
        ("list", "pupils"),
        ("columns[]", "sex"),
        ("columns[]", "class"),
        ("columns[]", "shoe_size"),
        ("order", "by_height"),
        ("density", "comfortable"),
        ("back", "//evil.example"),
    ];
    assert_eq!(sent(&registrar, "/api/choose_table", &form).await, "/pupils", "back to the list alone");
    let after = text(&registrar, "/pupils").await;
    assert!(after.contains("表格设置已保存") && !after.contains(NUMBER), "the column is not in the page");
    assert!(after.contains("data-label=\"性别\"") && !after.contains("data-label=\"状态\""));
    assert_eq!(listed(&after), listed(&before), "the name column is always there");
    // The whole record in one answer is a guardian's, of the own child.
    let one = listed(&before)[0].split('/').next().unwrap_or_default();
    let whole = registrar.raw("/api/pupil", &format!("person={one}"), false).await;
    assert_eq!(whole.status(), StatusCode::NOT_FOUND, "{one}");
    assert!(text(&Visitor::signed_in(server, "2132000101.leader").await, "/pupils").await.contains(NUMBER));
    // On another device the same account finds what it chose; forms of nowhere are no error.
    let again = Visitor::signed_in(server, "2132000101.registrar").await;
    assert!(!text(&again, "/pupils").await.contains(NUMBER));
    sent(&again, "/api/choose_table", &[("list", "pupils"), ("columns[]", "number")]).await;
    assert!(text(&again, "/pupils").await.contains(NUMBER));
}

async fn filters(server: &Server) {
    let registrar = Visitor::signed_in(server, "2132000101.registrar").await;
    let mut found = None;
    for grade in 1..=12 {
        let grade = grade.to_string();
        sent(&registrar, "/api/search_pupils", &[("text", ""), ("grade", &grade)]).await;
        let page = text(&registrar, "/pupils").await;
        if !listed(&page).is_empty() {
            found = Some((grade, page));
            break;
        }
    }
    let (grade, page) = found.expect("somebody in some grade");
    let classes = between(&page, "id=\"class\"", "</select>").expect("a school's classes");
    let class = between(classes, &format!("value=\"{grade}/"), "\"").expect("a class of the grade");
    let class = format!("{grade}/{class}");
    sent(&registrar, "/api/search_pupils", &[("text", ""), ("grade", &grade), ("class", &class)]).await;
    let of_class = text(&registrar, "/pupils").await;
    assert!(!listed(&of_class).is_empty());
    let value = format!("value=\"{class}\"");
    let chosen =
        of_class.split("<option").find(|option| option.contains(&value)).expect("the class of the list");
    assert!(chosen.contains("selected"), "{chosen}");
    let kept = [("list", "pupils"), ("filter_name", "本班"), ("parts[class]", class.as_str())];
    let address = sent(&registrar, "/api/save_filter", &kept).await;
    assert!(address.starts_with("/pupils?class="), "{address}");
    let kept = text(&registrar, &address).await;
    assert_eq!(listed(&kept), listed(&of_class));
    let id = between(&kept, "name=\"id\" value=\"", "\"").expect("the filter may be removed");
    sent(&registrar, "/api/change_filter", &[("list", "pupils"), ("id", id), ("go", "remove")]).await;
    let form = [
        ("list", "pupils"),
        ("filter_name", "本年级"),
        ("parts[grade]", grade.as_str()),
        ("parts[text]", "王小明"),
    ];
    let address = sent(&registrar, "/api/save_filter", &form).await;
    assert_eq!(address, format!("/pupils?grade={grade}"), "no name stands in it");
    // Whatever is typed afterwards, the filter leads to the same list.
    sent(&registrar, "/api/search_pupils", &[("text", "甲乙丙丁"), ("grade", "")]).await;
    let kept = text(&registrar, &address).await;
    assert_eq!(listed(&kept), listed(&page));
    let links = between(&kept, "class=\"saved-filters\"", "</nav>").expect("the filters as links");
    assert!(links.contains(&format!("href=\"{address}\"")) && links.contains("本年级"), "{links}");
    assert_eq!(sent(&registrar, "/api/save_filter", &form).await, address);
    assert!(text(&registrar, &address).await.contains("已有同名的筛选"));

    let id = between(&kept, "name=\"id\" value=\"", "\"").expect("the filter may be renamed").to_owned();
    let leader = Visitor::signed_in(server, "2132000101.leader").await;
    assert!(!text(&leader, "/pupils").await.contains("本年级"), "nobody else sees it");
    sent(&leader, "/api/change_filter", &[("list", "pupils"), ("id", &id), ("go", "remove")]).await;
    let long = "很长的名称".repeat(6);
    let wrong = [
        ("list", "pupils"),
        ("id", id.as_str()),
        ("filter_name", long.as_str()),
        ("go", "rename"),
        ("back", address.as_str()),
    ];
    assert_eq!(sent(&registrar, "/api/change_filter", &wrong).await, address, "back to where one was");
    let told = text(&registrar, &address).await;
    let field = between(&told, &format!("id=\"renamed_{id}\""), ">").expect("the field of that filter");
    assert!(field.contains(&long) && field.contains("aria-invalid=\"true\""), "nothing is lost: {field}");
    assert!(told.contains(&format!("id=\"renamed_{id}-error\"")) && told.contains("筛选的名称超过"));
    assert!(!told.contains("id=\"filter_name-error\""), "the other form is told nothing");
    let rename = [("list", "pupils"), ("id", id.as_str()), ("filter_name", "我教的年级"), ("go", "rename")];
    assert_eq!(sent(&registrar, "/api/change_filter", &rename).await, "/pupils");
    let renamed = text(&registrar, "/pupils").await;
    let links = between(&renamed, "class=\"saved-filters\"", "</nav>").expect("the filters as links");
    assert!(links.contains("我教的年级") && !links.contains("本年级"), "{links}");
    // What was typed and what was wrong with it are gone with the form; the word is told to nobody else, and to oneself for half a minute.
    assert!(!renamed.contains(&long) && !renamed.contains("筛选的名称超过"));
    for page in [&renamed, &text(&registrar, "/pupils").await] {
        assert!(page.contains("已改名。"));
    }
    assert!(!text(&leader, "/pupils").await.contains("已改名。"));
    sent(&registrar, "/api/change_filter", &[("list", "pupils"), ("id", &id), ("go", "remove")]).await;
    assert!(!text(&registrar, "/pupils").await.contains("我教的年级"));
    sent(&registrar, "/api/search_pupils", &[("text", ""), ("grade", "")]).await;
}

async fn ticks(server: &Server) {
    const BOX: &str = "name=\"here[]\" value=\"";
    let mut found = None;
    for login in
        ["320102.registrar", "320102.leader", "2132000101.leader", "2132000104.leader", "510107.registrar"]
    {
        let visitor = Visitor::signed_in(server, login).await;
        let desk = text(&visitor, "/desk").await;
        if desk.matches(BOX).count() >= 2 {
            found = Some((visitor, desk));
            break;
        }
    }
    let (visitor, desk) = found.expect("a desk where two may be decided together");
    // What is set above the list leaves the matter open that is beside it.
    let mut links = desk.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let opened = links.find(|link| link.starts_with("/desk?") && link.contains("open=")).unwrap();
    let with = text(&visitor, &opened.replace("&amp;", "&")).await;
    assert!(with.contains(&format!("name=\"back\" value=\"{opened}\"")), "{opened}");
    let first = between(&desk, BOX, "\"").unwrap();
    // The row that holds the box says where it stands in the list.
    let (before, _) = desk.split_once(&format!("{BOX}{first}")).unwrap();
    let row = &desk[before.len()..];
    let place = between(row, "at=", "\"").unwrap().replace("%2F", "/");
    let place = place.split('&').next().unwrap();
    let turned = [("here[]", first), ("cases[]", first), ("go", "next"), ("next", place)];
    assert_eq!(sent(&visitor, "/api/pick_on_desk", &turned).await, format!("/desk?after={place}"));
    let next = text(&visitor, &format!("/desk?after={place}")).await;
    assert!(!next.contains(&format!("{BOX}{first}")), "another page");
    assert!(next.contains("已选 1 件，其中 1 件不在本页") && next.contains("清空选择"), "the tick is kept");
    let back = text(&visitor, "/desk").await;
    assert!(back.contains("已选 1 件<") && !back.contains("不在本页"), "and stands where it was set");
    // All are named again before they are decided.
    let many = [("go", "many")];
    assert_eq!(sent(&visitor, "/api/pick_on_desk", &many).await, "/desk/many");
    let named = text(&visitor, "/desk/many").await;
    assert!(named.contains(&format!("value=\"{first}\"")) && named.contains("请逐件核对"));
    sent(&visitor, "/api/pick_on_desk", &[("go", "none")]).await;
    assert!(text(&visitor, "/desk").await.contains("已选 0 件"));
}

/// The list of cases shares the desk's selection: what is ticked on two pages is named again before any of it is decided.
async fn ticks_of_cases(server: &Server) {
    const BOX: &str = "name=\"here[]\" value=\"";
    let mut found = None;
    for login in ["320102.leader", "2132000101.leader", "2132000104.leader", "510107.leader"] {
        let visitor = Visitor::signed_in(server, login).await;
        let cases = text(&visitor, "/cases").await;
        if cases.matches(BOX).count() >= 2 {
            found = Some((visitor, cases));
            break;
        }
    }
    let (visitor, cases) = found.expect("a leader before whom two cases are");
    let shown: Vec<&str> = cases.split(BOX).skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let (one, other) = (shown[0], shown[1]);
    let turned = [("here[]", one), ("cases[]", one), ("go", "first")];
    assert_eq!(sent(&visitor, "/api/decide_all", &turned).await, "/cases");
    let decided = [("here[]", other), ("cases[]", other), ("verdict", "agree")];
    assert_eq!(sent(&visitor, "/api/decide_all", &decided).await, "/desk/many", "named again first");
    let named = text(&visitor, "/desk/many").await;
    for case in [one, other] {
        assert!(named.contains(&format!("value=\"{case}\"")), "{case} is named");
    }
    assert!(named.contains("返回学籍事项清单"));
    assert_eq!(sent(&visitor, "/api/decide_all", &[("go", "none")]).await, "/cases");
    let still = text(&visitor, "/cases").await;
    for case in [one, other] {
        assert!(still.contains(&format!("{BOX}{case}")), "{case} was not decided");
    }
    assert!(text(&visitor, "/desk/many").await.contains("没有选择事项"));
}
