use super::OrderState;
use super::transitions::TRANSITIONS;
use crate::store::Mode;

/// The table of transitions for orders of a mode, as a Mermaid state diagram.
pub fn state_diagram(mode: Mode) -> String {
    let rows = || TRANSITIONS.iter().filter(|row| row.modes.contains(&mode));
    let moves = rows().map(|row| format!("    {} --> {}: {}\n", row.from, row.to, row.event));
    let last = OrderState::ALL
        .into_iter()
        .filter(|state| state.is_final() && rows().any(|row| row.to == *state))
        .map(|state| format!("    {state} --> [*]\n"));
    std::iter::once(format!("stateDiagram-v2\n    [*] --> {}\n", OrderState::FIRST))
        .chain(moves)
        .chain(last)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_holds_the_drawings_of_this_very_table() {
        let page = include_str!("../../../../docs/order-states.md");
        for mode in Mode::ALL {
            let drawing = format!("```mermaid\n{}```\n", state_diagram(mode));
            assert!(
                page.contains(&drawing),
                "docs/order-states.md must hold for {mode}:\n{drawing}"
            );
        }
    }
}
