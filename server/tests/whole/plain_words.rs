//! Guardians' pages speak plainly, without JavaScript too: whatever state their matters are in, no word of the office stands in what is to
//! be read, except in a citation, in an official name and in what a person wrote. And a guardian asks on the matter's page, the school
//! answers there.

use crate::outsiders::source;
use crate::support::*;
use domain::form::{Field, GuardianSlot};
use domain::guide::{NOTHING_TO_DO, OFFICE_WORDS, YOURS};
use reqwest::StatusCode;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The demo's guardians whose corrections were left in ten different states: the first has asked for nothing, the second's waits for the
/// school's registrar.
const GUARDIANS: std::ops::RangeInclusive<usize> = 1..=10;

/// Schools of the demo in which a guardian's child may be.
const SCHOOLS: [&str; 16] = [
    "2132000101",
    "2132000102",
    "3132000103",
    "2132000104",
    "3132000105",
    "3432000106",
    "2132000201",
    "2132000202",
    "3432000203",
    "2151000101",
    "3151000102",
    "2151000104",
    "3451000105",
    "2151000201",
    "3151000202",
    "3451000203",
];

/// Pages of one kind that are opened.
const EACH: usize = 4;

/// Pages of a child to which no link leads in some state: what can be applied for, and the single items and questions.
const BELOW: [&str; 14] = [
    "review",
    "consent",
    "correct",
    "correct/item/name",
    "correct/item/birth_date",
    "correct/proof",
    "correct/check",
    "ask/suspension",
    "ask/suspension/question/suspension_ground",
    "ask/suspension/question/on",
    "ask/suspension/question/until",
    "ask/suspension/question/note",
    "ask/suspension/proof",
    "ask/suspension/check",
];

/// What is marked as written elsewhere or by somebody: its beginning and its end.
const MARKED: [(&str, &str); 4] = [
    ("<cite class=\"official\"", "</cite>"),
    ("<q class=\"said\"", "</q>"),
    ("<span class=\"cited\"", "</span>"),
    ("<p class=\"step-note\"", "</p>"),
];

/// What is to be read on a page, without what is marked and without the names of the items of the national form.
fn read(page: &str) -> String {
    let main = page.split_once("<main").map_or(page, |(_, rest)| rest);
    let mut main = main.split_once("</main>").map_or(main, |(main, _)| main).to_owned();
    for (begins, ends) in MARKED.into_iter().chain([("<script", "</script>")]) {
        while let Some((before, rest)) = main.split_once(begins) {
            let after = rest.split_once(ends).map_or("", |(_, after)| after);
            main = format!("{before}{after}");
        }
    }
    let mut words = String::new();
    let mut tag = true;
    for c in main.chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            c if !tag => words.push(c),
            _ => {}
        }
    }
    Field::ALL.iter().fold(words, |words, field| words.replace(field.label(), ""))
}

pub(crate) fn office_word(page: &str) -> Option<&'static str> {
    let words = read(page);
    OFFICE_WORDS.iter().map(|(office, _)| *office).find(|office| words.contains(office))
}

#[test]
fn what_is_marked_is_left_out_and_nothing_else() {
    let page = |inside: &str| format!("<body>受理<main id=\"main\" class=\"x\">{inside}</main>办结</body>");
    assert_eq!(office_word(&page("<p>已经办完</p>")), None);
    assert_eq!(office_word(&page("<p>已<!>办结</p>")), Some("办结"));
    assert_eq!(office_word(&page("<p title=\"办结\">好</p>")), None);
    assert_eq!(office_word(&page("<cite class=\"official\">办结通知</cite>好")), None);
    assert_eq!(office_word(&page("<q class=\"said\">请补正</q>受理")), Some("受理"));
    assert_eq!(office_word(&page("<li>是否享受一补</li>")), None, "an item of the form");
}

/// Follows every link below `/my`. Gives the kinds of pages that were read, and what was wrong.
async fn walk(visitor: &Visitor, login: &str) -> (BTreeSet<String>, Vec<String>) {
    let pages = source::pages();
    let patterns: Vec<&String> = pages.iter().filter(|pattern| pattern.starts_with("/my")).collect();
    let (mut seen, mut wrong, mut kinds) = (BTreeSet::new(), Vec::new(), BTreeMap::<&str, usize>::new());
    let mut read = BTreeSet::new();
    let mut waiting = VecDeque::from(["/my".to_owned(), "/my/add".to_owned()]);
    while let Some(address) = waiting.pop_front() {
        let fitting = patterns.iter().filter(|pattern| source::fits(pattern, &address));
        let Some(pattern) = fitting.min_by_key(|pattern| pattern.matches(':').count()) else { continue };
        if !seen.insert(address.clone()) {
            continue;
        }
        let count = kinds.entry(pattern.as_str()).or_default();
        if *count == EACH {
            continue;
        }
        *count += 1;
        let answer = visitor.get(&address).await;
        if !answer.status().is_success() {
            continue;
        }
        read.insert((*pattern).clone());
        let text = answer.text().await.unwrap();
        wrong.extend(office_word(&text).map(|word| format!("{login} {address}: {word}")));
        for link in text.split("href=\"/my").skip(1) {
            let link = link.split(['"', '#']).next().unwrap_or_default().replace("&amp;", "&");
            waiting.push_back(format!("/my{link}"));
        }
        let no_child = |rest: &str| rest.contains('/') || rest == "add" || rest == "account";
        if let Some(child) = address.strip_prefix("/my/").filter(|rest| !no_child(rest)) {
            for page in BELOW {
                waiting.push_back(format!("/my/{child}/{page}"));
            }
        }
    }
    (read, wrong)
}

#[tokio::test(flavor = "multi_thread")]
async fn guardians_read_no_word_of_the_office_and_their_school_answers_what_they_ask() {
    let dir = tempfile::tempdir().unwrap();
    demo(dir.path());
    let server = Server::start(dir.path());
    let (mut kinds, mut wrong, mut sentences) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
    for n in GUARDIANS {
        let login = format!("139{n:08}");
        let visitor = Visitor::signed_in(&server, &login).await;
        let (seen, bad) = walk(&visitor, &login).await;
        kinds.extend(seen);
        wrong.extend(bad);
        for case in cases(&visitor).await {
            let page = visitor.get(&case).await.text().await.unwrap();
            let told = sentence(&page);
            assert_ne!(told.contains(NOTHING_TO_DO), told.contains(YOURS), "{login} {case}: {told}");
            sentences.insert(told.chars().take(8).collect::<String>());
        }
    }
    let unread = source::pages().into_iter().filter(|page| page.starts_with("/my") && !kinds.contains(page));
    // In the last days of a term the demo opens no review.
    let unread: Vec<String> = unread.filter(|page| page != "/my/:id/review").collect();
    assert!(unread.is_empty(), "not read: {unread:?}");
    assert!(sentences.len() >= 4, "matters in different states: {sentences:?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    talk(&server).await;
    letter(&server).await;
}

/// The letter with a binding code says where to go, as text and as a symbol, until when, and whom to call.
async fn letter(server: &Server) {
    let registrar = Visitor::signed_in(server, "2132000101.registrar").await;
    let list = registrar.get("/pupils").await.text().await.unwrap();
    let ids = list.split("href=\"/pupils/0").skip(1).filter_map(|rest| rest.split(['"', '/']).next());
    let mut printed = String::new();
    for id in ids.map(|id| format!("0{id}")).take(5) {
        let form = [("person", id.as_str()), ("guardian", GuardianSlot::First.key())];
        registrar.post("/api/print_binding", &form).await;
        let page = registrar.get(&format!("/pupils/{id}/binding")).await.text().await.unwrap();
        if page.contains("致学生家长") {
            printed = page;
            break;
        }
    }
    for part in ["/guardian/sign-up", "<svg", "这张绑定码用到", "30 天内有效", "请打电话问学校：025-5550"]
    {
        assert!(printed.contains(part), "{part} is in the letter");
    }
}

/// The sentence at the beginning of a matter's page.
fn sentence(page: &str) -> String {
    let rest = page.split_once("id=\"stands\"").expect("the sentence is there").1;
    let words = rest.split_once('>').unwrap().1.split_once("</p>").unwrap().0;
    words.replace("<!>", "")
}

/// The addresses of a guardian's matters.
async fn cases(visitor: &Visitor) -> BTreeSet<String> {
    let page = visitor.get("/my").await.text().await.unwrap();
    let links = page.split("href=\"/my/case/").skip(1).filter_map(|rest| rest.split('"').next());
    links.map(|id| format!("/my/case/{id}")).collect()
}

/// A question and its answer, by forms alone.
async fn talk(server: &Server) {
    let parent = Visitor::signed_in(server, "13900000002").await;
    let address = cases(&parent).await.pop_first().expect("a correction that waits for the school");
    let case = address.strip_prefix("/my/case/").unwrap();
    let page = parent.get(&address).await.text().await.unwrap();
    assert!(page.contains("action=\"/api/ask_on_case\"") && page.contains("maxlength=\"500\""));
    let empty = parent.post("/api/ask_on_case", &[("case", case), ("words", " ")]).await;
    assert_eq!((empty.status(), location(&empty)), (StatusCode::FOUND, address.clone()));
    assert!(parent.get(&address).await.text().await.unwrap().contains("还没有写内容"));
    let asked = parent.post("/api/ask_on_case", &[("case", case), ("words", "什么时候有结果？")]).await;
    assert_eq!((asked.status(), location(&asked)), (StatusCode::FOUND, address.clone()));
    let page = parent.get(&address).await.text().await.unwrap();
    assert!(page.contains("什么时候有结果？") && page.contains("还没有答复"), "it stands on the page");

    let desk = format!("/cases/{case}");
    let mut answered = None;
    for school in SCHOOLS {
        let login = format!("{school}.registrar");
        let mut visitor = Visitor::new(server);
        let answer = visitor.post("/api/sign_in", &[("login", &login), ("password", PASSWORD)]).await;
        visitor.keep(&answer);
        let page = visitor.get(&desk).await;
        let (status, page) = (page.status(), page.text().await.unwrap());
        let form = [("case", case), ("n", "0"), ("words", "下周三以前。")];
        if status != StatusCode::OK || !page.contains("action=\"/api/answer_on_case\"") {
            assert!(!page.contains("什么时候有结果？"), "{login} is outside the matter");
            visitor.post("/api/answer_on_case", &form).await;
            assert!(!parent.get(&address).await.text().await.unwrap().contains("下周三以前。"), "{login}");
            continue;
        }
        assert!(page.contains("什么时候有结果？"));
        let list = visitor.get("/desk?kind=correction").await.text().await.unwrap();
        assert!(list.contains("有留言待答复"), "a mark on the desk");
        let told = visitor.post("/api/answer_on_case", &form).await;
        assert_eq!((told.status(), location(&told)), (StatusCode::FOUND, desk.clone()));
        assert!(visitor.get(&desk).await.text().await.unwrap().contains("已答复，监护人可以看到"));
        answered = Some(visitor);
        break;
    }
    let holder = answered.expect("one of the schools holds it");
    let page = parent.get(&address).await.text().await.unwrap();
    assert!(
        page.contains("下周三以前。") && !page.contains("还没有答复"),
        "the answer stands under the question"
    );
    next_question((&parent, &address), &holder, case).await;
}

/// What is typed for one question stands under no other, and whoever answers one that somebody else has answered is told so.
async fn next_question((parent, address): (&Visitor, &str), holder: &Visitor, case: &str) {
    let (desk, form, late) = (format!("/cases/{case}"), format!("talk/{case}/0"), "上一个问题的另一个答复");
    parent.post("/api/ask_on_case", &[("case", case), ("words", "要不要带户口簿？")]).await;
    let whose = crate::offline::whose(holder, &desk).await;
    let typed = [("form", form.as_str()), ("whose", whose.as_str()), ("values[words]", late)];
    let kept = holder.form_from("/api/keep_typed", &desk, &typed, false).await;
    assert_eq!(kept.status(), StatusCode::OK);
    let page = holder.get(&desk).await.text().await.unwrap();
    assert!(page.contains("要不要带户口簿？") && page.contains("action=\"/api/answer_on_case\""));
    assert!(page.contains(&format!("data-draft=\"talk/{case}/1\"")) && !page.contains(late), "another form");

    let sent = holder.post("/api/answer_on_case", &[("case", case), ("n", "0"), ("words", late)]).await;
    assert_eq!(location(&sent), desk);
    let page = holder.get(&desk).await.text().await.unwrap();
    assert!(
        page.contains("这条留言已经有人答复。") && !page.contains(late),
        "it is told, and stands nowhere"
    );
    let answer = [("case", case), ("n", "1"), ("words", "要带。")];
    holder.post("/api/answer_on_case", &answer).await;
    assert!(parent.get(address).await.text().await.unwrap().contains("要带。"));

    let (said, news) = ("请带户口簿原件来一趟。", "有给您的留言");
    let written = holder.post("/api/write_on_case", &[("case", case), ("words", said)]).await;
    assert_eq!(location(&written), desk);
    assert!(holder.get(&desk).await.text().await.unwrap().contains("已发出，监护人可以看到并回复"));
    assert!(parent.get("/my").await.text().await.unwrap().contains(news), "told on the first page");
    assert!(parent.get(address).await.text().await.unwrap().contains(said));
    assert!(!parent.get("/my").await.text().await.unwrap().contains(news), "until it was read");
}
