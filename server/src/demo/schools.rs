//! A merger that waits for the leader (第九条): a village school with two small classes goes into its neighbour, which has a class
//! of the same name. Both schools are there for this alone.

use super::{Country, units};
use domain::access::Role;
use domain::codes::Grade;
use domain::id::UnitId;
use domain::school::{Change, Placement};
use registry::school::Asked;

/// Pupils of a class.
const PUPILS: u64 = 2;
/// Beyond the seeds of all other children.
const SEED: u64 = 900_000;

impl Country {
    pub(super) async fn build_schools(&self) -> anyhow::Result<()> {
        let mut seed = self.plan.seed.wrapping_mul(1_000_000).wrapping_add(SEED);
        for plan in units::MERGING {
            let school = self.unit(plan.code)?.clone();
            for grade in [1, 2].into_iter().filter_map(|grade| Grade::new(grade, plan.system)) {
                self.enrol(&school, plan, grade, "1班", PUPILS, &mut seed).await?;
            }
        }
        self.registry.outbox().drain_outbox().await?;
        let [into, from] = units::MERGING else { return Ok(()) };
        let (into, from): (UnitId, UnitId) = (into.code.parse()?, from.code.parse()?);
        let placed =
            |grade| Placement {
                grade, class_name: "1班".into(), to: into.clone(), new_class: "2班".into()
            };
        let asked = Asked {
            school: Some(from),
            change: Change::Merge { into: into.clone(), placements: vec![placed(1), placed(2)] },
            act: "涪教体〔2026〕18号".into(),
        };
        let authority: UnitId = "510703".parse()?;
        self.at(self.ago(1), 10);
        self.registry
            .schools()
            .propose_school_change(self.actor(&authority, Role::Registrar)?, &asked)
            .await?;
        Ok(())
    }
}
