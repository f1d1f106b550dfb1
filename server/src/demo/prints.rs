//! Printed forms (打印件): what the schools of the notice have printed of late, one of them taken back (第五条, 第七条).

use super::Country;
use super::pupils::Child;
use domain::access::Role;
use domain::id::UnitId;
use domain::print::PrintKind;
use registry::printout::AskedPrint;

const SCHOOLS: [&str; 2] = ["2132000101", "2151000101"];

impl Country {
    pub(super) async fn build_prints(&self, children: &[Child]) -> anyhow::Result<()> {
        for code in SCHOOLS {
            let school: UnitId = code.parse()?;
            let actor = self.actor(&school, Role::Registrar)?;
            let mut printed = 0;
            for child in children.iter().filter(|child| child.school == school) {
                // Only who is there today: some of the demo's children have left meanwhile.
                let kinds = self.registry.prints().printable_of_pupil(actor, child.person).await?;
                if !kinds.contains(&PrintKind::StudentCard) {
                    continue;
                }
                let (kind, reason) = match printed {
                    0 => (PrintKind::RegisterCard, ""),
                    1 => (PrintKind::BasicForm, "入学材料存档，由家长领取核对"),
                    2 => (PrintKind::GuardianConfirmation, "学年初信息核对"),
                    3 | 4 => (PrintKind::StudentCard, ""),
                    _ => break,
                };
                self.at(self.ago(5 - printed), 10);
                let asked = AskedPrint::Pupil { kind, person: child.person, reason: reason.to_owned() };
                let print = self.registry.prints().print_form(actor, &asked).await?;
                if printed == 4 {
                    self.registry.prints().revoke_print(actor, print, "班级有误，重新制卡").await?;
                }
                printed += 1;
            }
            if let Some((grade, _, class_name)) =
                self.registry.archives().classes(actor).await?.into_iter().next()
            {
                self.at(self.today, 8);
                self.registry.prints().print_form(actor, &AskedPrint::Class { grade, class_name }).await?;
            }
        }
        Ok(())
    }
}
