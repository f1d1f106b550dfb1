//! 毕业证书、结业证书、肄业证明 and the 证明书 for lost ones (第十三条), from the register: what was true when it was issued.

use super::{Draft, fact};
use crate::Registry;
use crate::error::{Error, Result};
use crate::printout::once_of_certificate;
use chrono::{Datelike, NaiveDate};
use domain::access::{Action, Actor, Target, authorise};
use domain::certificate::{Certificate, CertificateKind, CertificateState};
use domain::form::chinese_date;
use domain::id::CertificateId;
use domain::print::{Document, FactGroup, Style, masked_name};
use domain::refusal::{Basis, Refusal};

impl Registry {
    pub(in crate::printout) async fn compose_certificate(
        &self,
        actor: &Actor,
        id: CertificateId,
    ) -> Result<Draft> {
        let row = self.certificate_row(id).await?;
        let own = actor.unit.as_ref().filter(|own| own.id == row.unit);
        let own = own.ok_or(Error::NotFound("certificate"))?;
        authorise(actor, Action::PrintForms, &Target::Unit(&own.path))?;
        let certificate = row.certificate(&*self.vault)?;
        if certificate.state != CertificateState::Valid {
            let what = format!("证书目前为“{}”，不能打印。", certificate.state.label());
            return Err(Refusal::new("state", Basis::Article(13), what, "请打印有效的证书。").into());
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

fn document(certificate: &Certificate) -> Document {
    let facts = &certificate.facts;
    let dated = match certificate.replaces {
        Some(_) => certificate.issued.on,
        None => facts.on,
    };
    Document {
        title: certificate.kind.label().to_owned(),
        unit: facts.school.clone(),
        style: Style::Certificate,
        groups: vec![FactGroup {
            heading: String::new(),
            facts: vec![fact("证书编号", &certificate.number)],
        }],
        paragraphs: text(certificate),
        closing: vec![facts.school.clone(), chinese_date(&dated.to_string())],
        signatures: vec!["校长".to_owned()],
        ..Document::default()
    }
}

fn text(certificate: &Certificate) -> Vec<String> {
    let facts = &certificate.facts;
    let who = format!(
        "学生 {}，{}，{}生，于{}至{}在本校{}学习",
        facts.name,
        facts.sex.label(),
        chinese_date(&facts.born_on.to_string()),
        month(facts.from_on),
        month(facts.on),
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
