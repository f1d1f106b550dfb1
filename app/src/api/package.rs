//! Archive packages (学籍档案包): what the school hands over and what it receives (第九条, 第十五条, 第十六条).

#[cfg(feature = "ssr")]
use crate::api::context::{actor, bare, id, registry, shown};
#[cfg(feature = "ssr")]
use crate::api::form_state::{cut, keep, typed};
use crate::api::{AppError, Attended};
#[cfg(feature = "ssr")]
use crate::api::{day, moment};
#[cfg(feature = "ssr")]
use crate::text::t::package as w;
use domain::form::Field;
#[cfg(feature = "ssr")]
use domain::id::PackageId;
#[cfg(feature = "ssr")]
use domain::refusal::{Basis, Refusal};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};
use std::collections::BTreeMap;

/// One package in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageRow {
    /// The package.
    pub id: String,
    /// The same as it is shown: what a form that acts on it sends.
    pub shown: String,
    /// 档案包编号
    pub number: String,
    /// 姓名
    pub name: String,
    /// The school on the other side.
    pub other: String,
    /// Stable name of where it stands.
    pub state: String,
    /// The same in Chinese.
    pub state_label: String,
    /// When it was asked for or uploaded.
    pub at: String,
    /// The last day on which it can be fetched.
    pub expires_on: Option<String>,
    /// Whether the next step is the actor's.
    pub my_turn: bool,
}

#[cfg(feature = "ssr")]
impl From<registry::package::PackageLine> for PackageRow {
    fn from(line: registry::package::PackageLine) -> Self {
        Self {
            id: line.id.to_string(),
            shown: domain::shown::Shown::new(line.id, line.version).to_string(),
            number: line.number,
            name: line.name,
            other: line.other,
            state: line.state,
            state_label: line.state_label.to_owned(),
            at: moment(line.at),
            expires_on: line.expires_on.map(day),
            my_turn: line.my_turn,
        }
    }
}

/// A decided case on which a package may be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferRow {
    /// The case.
    pub case: String,
    /// Pupil, kind, day and receiving school in words.
    pub words: String,
    /// Whether the receiving school is to be named: a graduate's.
    pub names_receiver: bool,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packages {
    /// The rows.
    pub rows: Vec<PackageRow>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// What may be handed over now.
    pub offers: Vec<OfferRow>,
    /// Whether the actor asks for packages and uploads them.
    pub may_handle: bool,
    /// Whether the actor works in a school.
    pub in_school: bool,
}

/// One page: `received`, or those the own school made; `pupil`: a graduate whose archive is to be handed over.
#[server(name = GetPackages, client = Attended, prefix = "/api", endpoint = "packages")]
pub async fn packages(which: String, pupil: String, after: String) -> Result<Packages, AppError> {
    use domain::access::Role;
    use registry::package::PackageBox;
    let actor = actor()?;
    let in_school = actor.unit.as_ref().is_some_and(|unit| unit.id.is_school());
    let may_handle = in_school && actor.role == Role::Registrar;
    let which = if which == "received" { PackageBox::Received } else { PackageBox::Made };
    let after = if after.is_empty() { None } else { Some(id(&after)?) };
    let page = registry().packages(&actor, which, after).await?;
    let offers = match (may_handle, which) {
        (true, PackageBox::Made) => {
            let pupil = if pupil.is_empty() { None } else { Some(id(&pupil)?) };
            registry().package_offers(&actor, pupil).await?
        }
        _ => Vec::new(),
    };
    let offer = |offer: registry::package::Offer| OfferRow {
        case: offer.case.to_string(),
        words: w::offer(&offer.name, offer.kind.label(), &day(offer.decided_on), offer.to.as_deref()),
        names_receiver: offer.to.is_none(),
    };
    Ok(Packages {
        rows: page.lines.into_iter().map(PackageRow::from).collect(),
        next: page.next.map(|next| next.to_string()),
        offers: offers.into_iter().map(offer).collect(),
        may_handle,
        in_school,
    })
}

/// Label and value, in the order in which they are shown.
pub type Facts = Vec<(String, String)>;

/// One item of the form, here and in the package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRow {
    /// The item.
    pub field: Field,
    /// Here, empty when there is none.
    pub here: String,
    /// In the package.
    pub there: String,
    /// Whether they differ.
    pub differs: bool,
}

/// What is inside a package that arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inside {
    /// 学籍号, masked.
    pub number: String,
    /// `nobody`, `own`, `elsewhere` or `another`.
    pub found: String,
    /// The pupil here.
    pub person: Option<String>,
    /// 年级 and 班级 in the package.
    pub class_label: String,
    /// 班级 alone.
    pub class_name: String,
    /// The items of the form.
    pub items: Vec<ItemRow>,
    /// 就读经历
    pub spells: Facts,
    /// Decided cases.
    pub cases: Facts,
    /// Entries: kind, words, whether another is on file here.
    pub entries: Vec<(String, String, bool)>,
    /// Files: title and size.
    pub files: Facts,
    /// 信息变动情况
    pub journal: Facts,
    /// Who kept the archive.
    pub custody: String,
    /// How many archives of systems before are in it.
    pub before: usize,
    /// Whom the child resembles here.
    pub likeness: Vec<String>,
}

/// One package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageDetail {
    /// What the list shows.
    pub row: PackageRow,
    /// Whether it arrived here.
    pub received: bool,
    /// Who hands over, on what it rests, who did what.
    pub facts: Facts,
    /// Journal entries in it, the hash of the last, 签名校验码; none before it is made.
    pub proof: Option<(u64, String, String)>,
    /// Who fetched it.
    pub fetched: Facts,
    /// What is inside one that arrived.
    pub inside: Option<Inside>,
    /// How the archive is to go on: first day, class, items taken over.
    pub proposal: Option<Facts>,
    /// First day and class that were proposed.
    pub proposed: Option<(String, String)>,
    /// What the actor may do: `release`, `fetch`, `propose` or `accept`.
    pub may: Vec<String>,
}

/// One package as the actor may see it.
#[server(name = GetPackage, client = Attended, prefix = "/api", endpoint = "package")]
pub async fn package(package: String) -> Result<PackageDetail, AppError> {
    use registry::package::PackageView;
    Ok(match registry().package(&actor()?, id(&package)?).await? {
        PackageView::Made(view) => made(*view),
        PackageView::Received(view) => arrived(*view),
    })
}

#[cfg(feature = "ssr")]
fn allowed<const N: usize>(may: [(&str, bool); N]) -> Vec<String> {
    may.into_iter().filter(|(_, may)| *may).map(|(what, _)| what.to_owned()).collect()
}

#[cfg(feature = "ssr")]
fn by(act: &domain::problem::Act) -> String {
    format!("{}，{}", act.by.name, day(act.on))
}

#[cfg(feature = "ssr")]
fn basis_facts(from: &str, basis: &domain::package::HandOver) -> Facts {
    vec![
        (w::FROM.to_owned(), from.to_owned()),
        (w::TO.to_owned(), format!("{}（{}）", basis.to.name, basis.to.unit)),
        (w::BASIS.to_owned(), w::basis(basis.kind.label(), &basis.case_number, &day(basis.decided_on))),
    ]
}

#[cfg(feature = "ssr")]
fn decided(facts: &mut Facts, label: &str, opinion: Option<&domain::violation::Opinion>) {
    if let Some(opinion) = opinion {
        let words = if opinion.words.is_empty() { String::new() } else { format!("：{}", opinion.words) };
        facts.push((label.to_owned(), format!("{}{words}", by(&opinion.act))));
    }
}

#[cfg(feature = "ssr")]
fn made(view: registry::package::MadeView) -> PackageDetail {
    let one = view.outgoing;
    let mut facts = basis_facts(&one.from.name, &one.basis);
    facts.push((w::ASKED.to_owned(), by(&one.asked)));
    decided(&mut facts, w::DECIDED, one.decided.as_ref());
    if let Some(made) = &one.made {
        facts.push((w::SIZE.to_owned(), w::size(made.files, made.bytes)));
        facts.push((w::SHA256.to_owned(), made.sha256.clone()));
        facts.push((w::EXPIRES.to_owned(), day(made.expires_on)));
    }
    PackageDetail {
        row: view.line.into(),
        received: false,
        facts,
        proof: one.made.map(|made| (made.entries, made.head, made.fingerprint)),
        fetched: one.fetched.iter().map(|act| (day(act.on), act.by.name.clone())).collect(),
        inside: None,
        proposal: None,
        proposed: None,
        may: allowed([("release", view.may_release), ("fetch", view.may_fetch)]),
    }
}

#[cfg(feature = "ssr")]
fn arrived(view: registry::package::ArrivedView) -> PackageDetail {
    let one = view.incoming;
    let mut facts = basis_facts(&one.from.name, &one.basis);
    facts.push((w::UPLOADED.to_owned(), by(&one.uploaded)));
    decided(&mut facts, w::RETURNED, one.returned.as_ref());
    decided(&mut facts, w::ACCEPTED, one.decided.as_ref());
    let proposal = one.proposal.as_ref().map(|proposal| {
        let taken: Vec<&str> = proposal.take.iter().map(|field| field.label()).collect();
        let taken = if taken.is_empty() { w::NOTHING_TAKEN.to_owned() } else { taken.join("、") };
        let mut facts = vec![
            (w::ON.to_owned(), day(proposal.on)),
            (w::CLASS.to_owned(), proposal.class_name.clone()),
            (w::TAKEN.to_owned(), taken),
        ];
        if !proposal.note.is_empty() {
            facts.push((w::NOTE.to_owned(), proposal.note.clone()));
        }
        facts.push((w::PROPOSED_BY.to_owned(), by(&proposal.act)));
        facts
    });
    PackageDetail {
        row: view.line.into(),
        received: true,
        facts,
        proof: Some((one.entries, one.head, one.fingerprint)),
        fetched: Vec::new(),
        inside: view.preview.map(inside),
        proposal,
        proposed: one.proposal.map(|proposal| (proposal.on.to_string(), proposal.class_name)),
        may: allowed([("propose", view.may_propose), ("accept", view.may_accept)]),
    }
}

#[cfg(feature = "ssr")]
fn inside(preview: registry::package::Preview) -> Inside {
    use domain::package::Found;
    let found = match preview.found {
        Found::Nobody => "nobody",
        Found::Own(_) => "own",
        Found::Elsewhere => "elsewhere",
        Found::Another => "another",
    };
    let spell =
        |(from, to, school, class): (chrono::NaiveDate, Option<chrono::NaiveDate>, String, String)| {
            let to = to.map_or_else(|| w::UNTIL_NOW.to_owned(), day);
            (format!("{}至{to}", day(from)), format!("{school} {class}"))
        };
    Inside {
        number: preview.number,
        found: found.to_owned(),
        person: preview.person.map(|person| person.to_string()),
        class_label: preview.class_label,
        class_name: preview.class_name,
        items: preview
            .items
            .into_iter()
            .map(|item| ItemRow {
                field: item.field,
                here: item.here,
                there: item.there,
                differs: item.differs,
            })
            .collect(),
        spells: preview.spells.into_iter().map(spell).collect(),
        cases: preview
            .cases
            .into_iter()
            .map(|(on, kind, number, state)| {
                (format!("{} {kind}", day(on)), format!("{state}，编号 {number}"))
            })
            .collect(),
        entries: preview
            .entries
            .into_iter()
            .map(|(kind, words, school, ours)| (kind.to_owned(), format!("{words}（{school}）"), ours))
            .collect(),
        files: preview
            .files
            .into_iter()
            .map(|(title, name, bytes)| {
                let format = name.rsplit('.').next().unwrap_or_default().to_uppercase();
                (title, format!("{format}，{} KB", bytes.div_ceil(1024)))
            })
            .collect(),
        journal: preview
            .journal
            .into_iter()
            .map(|(on, event, unit)| (day(on), format!("{event} {unit}")))
            .collect(),
        custody: preview.custody,
        before: preview.before,
        likeness: preview.likeness,
    }
}

/// Asks for a package on the strength of a decided case.
#[server(client = Attended, prefix = "/api", endpoint = "ask_package")]
pub async fn ask_package(
    #[server(default)] case: String,
    #[server(default)] receiver: String,
    #[server(default)] receiver_name: String,
    #[server(default)] pupil: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept =
        typed([("case", cut(&case)), ("receiver", cut(&receiver)), ("receiver_name", cut(&receiver_name))]);
    let result = async {
        let chosen = case.parse().map_err(|_| wrong("case", 15, "还没有选择移交的依据。", "请选择一项。"))?;
        let named = match receiver.trim() {
            "" => None,
            code => Some((
                code.parse().map_err(|_| {
                    wrong("receiver", 9, "升入学校的标识码应为 10 位数字。", "请按录取通知书填写。")
                })?,
                receiver_name.clone(),
            )),
        };
        let id = registry().ask_package(&actor, chosen, named).await?;
        Ok(format!("/packages/{id}"))
    };
    // Whatever stands in the way of the case is told beside it.
    let result: Result<String, AppError> = result.await;
    let result = result.map_err(|error| match error {
        AppError::Refused(refusals) => AppError::Refused(
            refusals
                .into_iter()
                .map(|one| if one.code == "receiver" { one } else { Refusal { code: "case".into(), ..one } })
                .collect(),
        ),
        error => error,
    });
    let back =
        if pupil.is_empty() { "/packages".to_owned() } else { format!("/packages?pupil={}", cut(&pupil)) };
    match result {
        Ok(to) => {
            let page = to.replace("/packages/", "package/");
            keep::finish("packages", &back, kept, Ok(to)).await?;
            keep::say(&page, w::ASKED_DONE).await
        }
        Err(error) => keep::finish("packages", &back, kept, Err(error)).await,
    }
}

/// Does a step on a package: `act` is the step's key.
#[server(client = Attended, prefix = "/api", endpoint = "decide_package")]
pub async fn decide_package(
    package: String,
    act: String,
    #[server(default)] words: String,
) -> Result<(), AppError> {
    let actor = actor()?;
    let kept = typed([("words", cut(&words))]);
    let result = async {
        let id = shown::<PackageId>(&package)?;
        Ok(match act.as_str() {
            "release" => {
                let phrase = registry().release_package(&actor, id).await?;
                (w::released(&phrase), PASSPHRASE)
            }
            "refuse" => {
                registry().refuse_package(&actor, id, &words).await?;
                (w::DONE.to_owned(), SAID)
            }
            "return" => {
                registry().return_package(&actor, id, &words).await?;
                (w::DONE.to_owned(), SAID)
            }
            "decline" => {
                registry().decline_package(&actor, id, &words).await?;
                (w::DONE.to_owned(), SAID)
            }
            "accept" => {
                registry().accept_package(&actor, id).await?;
                (w::ACCEPTED_DONE.to_owned(), SAID)
            }
            _ => return Err(AppError::NotFound),
        })
    };
    let package = bare(&package);
    let back = format!("/packages/{package}");
    match result.await {
        Ok((said, seconds)) => {
            keep::finish(&format!("package_step/{package}"), &back, kept, Ok(back.clone())).await?;
            keep::say_for(&format!("package/{package}"), &said, seconds).await
        }
        Err(error) => keep::finish(&format!("package_step/{package}"), &back, kept, Err(error)).await,
    }
}

/// Seconds for which the passphrase is told: it has to be written down.
#[cfg(feature = "ssr")]
const PASSPHRASE: i64 = 600;
/// For other good news.
#[cfg(feature = "ssr")]
const SAID: i64 = 30;

/// Proposes how the archive goes on.
#[server(client = Attended, prefix = "/api", endpoint = "continue_package")]
pub async fn continue_package(
    package: String,
    #[server(default)] on: String,
    #[server(default)] class_name: String,
    #[server(default)] note: String,
    #[server(default)] from: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let actor = actor()?;
    let mut kept = typed([("on", cut(&on)), ("class_name", cut(&class_name)), ("note", cut(&note))]);
    for (key, value) in &from {
        kept.insert(format!("from[{key}]"), cut(value).to_owned());
    }
    let page = bare(&package);
    let back = format!("/packages/{page}");
    let result = async {
        let on = domain::form::parse_date(&on)
            .ok_or_else(|| wrong("on", 16, "入学第一天不是有效的日期。", "请按 2026-09-01 的样式填写。"))?;
        let taken = from.iter().filter(|(_, from)| *from == "there");
        let take = taken.filter_map(|(key, _)| Field::from_key(key)).collect();
        let asked = registry::package::AskedContinuation { on, class_name, take, note };
        registry().propose_continuation(&actor, shown::<PackageId>(&package)?, &asked).await?;
        Ok(back.clone())
    };
    let result: Result<String, AppError> = result.await;
    keep::finish_saying(
        &format!("package_step/{page}"),
        &format!("package/{page}"),
        &back,
        kept,
        result,
        w::PROPOSED_DONE,
    )
    .await
}

/// Takes a package in.
#[server(client = Attended, prefix = "/api", endpoint = "receive_package", input = MultipartFormData)]
pub async fn receive_package(data: MultipartData) -> Result<(), AppError> {
    let actor = actor()?;
    let back = "/packages?box=received";
    let most = usize::try_from(domain::package::BYTES_MAX).unwrap_or(usize::MAX);
    let parts = match crate::api::upload::parts_up_to(data, most).await {
        Ok(parts) => parts,
        Err(error) => return keep::finish("package_upload", back, typed([]), Err(error)).await,
    };
    let [passphrase, fingerprint] = ["passphrase", "fingerprint"].map(|name| parts.text(name));
    // The passphrase is never kept: it comes back empty.
    let kept = typed([("fingerprint", cut(&fingerprint)), ("passphrase", ""), ("file", "")]);
    let result = async {
        let (_, bytes) =
            parts.file.ok_or_else(|| wrong("file", 16, "还没有选择档案包文件。", "请选择文件。"))?;
        let arrived = registry::package::Arrived { bytes, passphrase, fingerprint };
        Ok(registry().receive_package(&actor, arrived).await?)
    };
    let result: Result<domain::id::PackageId, AppError> = result.await;
    match result {
        Ok(id) => {
            keep::finish("package_upload", back, kept, Ok(format!("/packages/{id}"))).await?;
            keep::say(&format!("package/{id}"), w::RECEIVED_DONE).await
        }
        Err(error) => keep::finish("package_upload", back, kept, Err(beside_file(error))).await,
    }
}

/// What is wrong with the file stands beside its control.
#[cfg(feature = "ssr")]
fn beside_file(error: AppError) -> AppError {
    let AppError::Refused(refusals) = error else { return error };
    let told = |one: Refusal| match one.code.as_str() {
        "passphrase" | "fingerprint" | "file" => one,
        _ => Refusal { code: "file".into(), ..one },
    };
    AppError::Refused(refusals.into_iter().map(told).collect())
}

#[cfg(feature = "ssr")]
fn wrong(code: &str, article: u8, what: &str, remedy: &str) -> AppError {
    AppError::Refused(vec![Refusal::new(code, Basis::Article(article), what, remedy)])
}
