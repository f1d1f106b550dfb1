//! 毕业证书、结业证书、肄业证明 and the 证明书 for lost ones (第十三条), from the register: what was true when it was issued.

use super::{Draft, fact};
use crate::error::{Error, Result};
use crate::printout::{AskedPrint, once_of_certificate};
use crate::services::Prints;
use chrono::{Datelike, NaiveDate};
use domain::access::{Action, Actor, Target, authorise};
use domain::certificate::{Certificate, CertificateKind, CertificateState};
use domain::form::chinese_date;
use domain::id::CertificateId;
use domain::print::{Document, FactGroup, ListTable, PrintKind, Style, masked_name};
use domain::refusal::{Basis, Refusal, RefusalCode};

impl Prints<'_> {
    pub(in crate::printout) async fn compose_certificate(
        &self,
        actor: &Actor,
        id: CertificateId,
    ) -> Result<Draft> {
        let row = self.certificates().certificate_row(id).await?;
        let own = actor.unit.as_ref().filter(|own| own.id == row.unit);
        let own = own.ok_or(Error::NotFound("certificate"))?;
        authorise(actor, Action::PrintForms, &Target::Unit(&own.path))?;
        let certificate = row.certificate(&*self.vault)?;
        if certificate.state != CertificateState::Valid {
            let what = format!("证书目前为“{}”，不能打印。", certificate.state.label());
            return Err(
                Refusal::new(RefusalCode::State, Basis::Article(13), what, "请打印有效的证书。").into()
            );
        }
        let draft = Draft::new(
            certificate.kind.sheet(),
            document(&certificate),
            certificate.facts.name.clone(),
            vec![fact("姓名", masked_name(&certificate.facts.name)), fact("证书编号", &certificate.number)],
        );
        Ok(Draft { person: Some(row.person), once: Some(once_of_certificate(id)), ..draft })
    }
}

/// Certificates in one file at most: more than a grade has, and what a printer takes at once.
const BATCH: usize = 400;

impl Prints<'_> {
    /// The list in front of the certificates of a class or a year. They follow it in its file, each on its own sheet.
    pub(in crate::printout) async fn compose_certificates(
        &self,
        actor: &Actor,
        year: i32,
        class_label: Option<&str>,
    ) -> Result<Draft> {
        let own = actor.unit.as_ref().ok_or(Error::NotFound("unit"))?;
        authorise(actor, Action::PrintForms, &Target::Unit(&own.path))?;
        let mut found = self.certificates().certificates_in_force(&own.id, year).await?;
        found.retain(|(_, one)| class_label.is_none_or(|class| one.facts.class_label == class));
        let refused =
            |what: String, remedy: &str| Refusal::new(RefusalCode::Class, Basis::Article(13), what, remedy);
        if found.is_empty() {
            let what = "没有可以打印的证书。".to_owned();
            return Err(refused(what, "请先登记发放证书，或者选择其他班级。").into());
        }
        if found.len() > BATCH {
            let what = format!("共有{}份证书，一次最多打印{BATCH}份。", found.len());
            return Err(refused(what, "请按班级打印。").into());
        }
        let rows = found
            .iter()
            .enumerate()
            .map(|(at, (_, one))| {
                vec![
                    (at + 1).to_string(),
                    one.facts.name.clone(),
                    one.facts.class_label.clone(),
                    one.kind.label().to_owned(),
                    one.number.clone(),
                ]
            })
            .collect();
        let count = format!("{} 份", found.len());
        let class = class_label.unwrap_or("全部班级");
        let about = format!("{year}年 {class}");
        let columns = ["序号", "姓名", "班级", "种类", "证书编号"].map(str::to_owned).to_vec();
        let document = Document {
            title: PrintKind::CertificateBatch.label().to_owned(),
            unit: self.printing_unit(actor).await?,
            groups: vec![FactGroup {
                heading: String::new(),
                facts: vec![fact("年度", format!("{year}年")), fact("班级", class), fact("证书", &count)],
            }],
            list: Some(ListTable { heading: String::new(), columns, rows }),
            paragraphs: vec!["本页为目录，以下每页一份证书，按目录顺序排列。".to_owned()],
            signatures: vec!["打印人（签名）".to_owned(), "领取人（签名）".to_owned()],
            ..Document::default()
        };
        let public = vec![fact("年度", format!("{year}年")), fact("证书", count)];
        let draft = Draft::new(PrintKind::CertificateBatch, document, about, public);
        let part = |(certificate, _)| AskedPrint::Certificate { certificate };
        Ok(Draft { parts: found.into_iter().map(part).collect(), ..draft })
    }
}

fn document(certificate: &Certificate) -> Document {
    let facts = &certificate.facts;
    let dated = match certificate.replaces {
        Some(_) => certificate.issued.on,
        None => facts.on,
    };
    // Of a school that is no more the unit signs that answers for it.
    let issuer = certificate.in_place.clone().unwrap_or_else(|| facts.school.clone());
    Document {
        title: certificate.kind.label().to_owned(),
        unit: issuer.clone(),
        style: Style::Certificate,
        groups: vec![FactGroup {
            heading: String::new(),
            facts: vec![fact("证书编号", &certificate.number)],
        }],
        paragraphs: text(certificate),
        closing: vec![issuer, chinese_date(&dated.to_string())],
        signatures: vec![if certificate.in_place.is_some() { "负责人" } else { "校长" }.to_owned()],
        ..Document::default()
    }
}

fn text(certificate: &Certificate) -> Vec<String> {
    let facts = &certificate.facts;
    // The Han name is the one that counts; the other stands behind it.
    let own = facts.own_name.as_ref().map(|own| format!("（{}）", own.text)).unwrap_or_default();
    let who = format!(
        "学生 {}{own}，{}，{}生，于{}至{}在{}{}学习",
        facts.name,
        facts.sex.label(),
        chinese_date(&facts.born_on.to_string()),
        month(facts.from_on),
        month(facts.on),
        if certificate.in_place.is_some() { facts.school.as_str() } else { "本校" },
        facts.stage.label(),
    );
    let lost = certificate.replaces.as_deref().unwrap_or_default();
    let mut sentences = vec![match certificate.kind {
        CertificateKind::Graduation => {
            format!("{who}，学制{}年，修业期满，成绩合格，准予毕业。", numeral(facts.years))
        }
        CertificateKind::Completion => {
            format!("{who}，学制{}年，修业期满，未达到毕业要求，准予结业。", numeral(facts.years))
        }
        CertificateKind::Attendance => format!("{who}，未修完规定的课程离校，按肄业处理，特此证明。"),
        CertificateKind::GraduationProof => {
            format!("{who}，学制{}年，修业期满，成绩合格，已准予毕业。", numeral(facts.years))
        }
        CertificateKind::CompletionProof => {
            format!("{who}，学制{}年，修业期满，未达到毕业要求，已准予结业。", numeral(facts.years))
        }
    }];
    match certificate.kind {
        CertificateKind::GraduationProof | CertificateKind::CompletionProof => {
            sentences.push(format!("原发证书（编号 {lost}）遗失，特此证明。"));
        }
        CertificateKind::Attendance if !lost.is_empty() => {
            sentences.push(format!("原发证明（编号 {lost}）遗失，由本证明代替。"));
        }
        _ => {}
    }
    if let Some(unit) = &certificate.in_place {
        sentences.push(format!("{}已停办，本证明由{unit}依据所接管的学籍档案补办。", facts.school));
    }
    sentences
}

fn month(date: NaiveDate) -> String {
    format!("{}年{}月", date.year(), date.month())
}

fn numeral(years: u8) -> &'static str {
    ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
        .get(usize::from(years))
        .copied()
        .unwrap_or("")
}
