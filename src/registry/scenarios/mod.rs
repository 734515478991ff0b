//! What would a plan change, for whom, and by which of its actions? Figures, the drag, comparison, phases, stress drills and who is
//! served where, all over terms and actions that come with the question: nothing of it is kept.
//!
//! | module | the question it answers |
//! |---|---|
//! | `terms` | what do the terms and actions of a question mean, and what is wrong with them? |
//! | `ground` | whom does a site reach, and whom do all places reach that no action touches? |
//! | `told` | how are its figures told? |
//! | `figures` | what does the whole plan change, and each action? |
//! | `compare` | how do several plans differ? |
//! | `drag` | what does one site change while it is being dragged? |
//! | `phases` | which action comes in which year? |
//! | `open` | which places are open when a plan is done? |
//! | `served` | who is served where when everybody is served once? |
//! | `drill` | who loses reach, and who takes over, when something closes? |

mod compare;
mod drag;
mod drill;
mod figures;
mod ground;
mod open;
mod phases;
mod served;
mod terms;
mod told;

pub use self::{
    compare::{NamedPlan, PlanComparison},
    drag::{PlanTry, TryQuestion},
    drill::{DrillQuestion, PlanDrill},
    figures::{ActionFigures, PlanFigures},
    phases::{PhasesQuestion, PlanPhases},
    served::{PlanServed, ServedQuestion},
    terms::ScenarioQuestion,
};
pub(super) use drag::{Drags, drags};
