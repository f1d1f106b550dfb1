//! `server` and the clock (系统时间): an operator accepts a jump that was seen.

use registry::Registry;

/// An operator's word for the clock. One that is not needed is told and changes nothing.
pub(crate) async fn accept(registry: &Registry, reason: &str) -> anyhow::Result<()> {
    match registry.background().accept_clock(reason).await {
        Ok(()) => println!("已确认系统时间：{reason}"),
        Err(registry::error::Error::Refused(refusals)) => {
            for refusal in refusals {
                println!("{refusal}");
            }
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
