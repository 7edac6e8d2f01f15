use super::OrderState;
use super::state::TRANSITIONS;

/// The table of transitions as a Mermaid state diagram.
pub fn state_diagram() -> String {
    let first = std::iter::once(format!("    [*] --> {}\n", OrderState::FIRST));
    let moves = TRANSITIONS
        .iter()
        .map(|(from, event, to)| format!("    {from} --> {to}: {event}\n"));
    let last = OrderState::ALL
        .into_iter()
        .filter(|state| state.is_final())
        .map(|state| format!("    {state} --> [*]\n"));
    std::iter::once("stateDiagram-v2\n".to_owned())
        .chain(first)
        .chain(moves)
        .chain(last)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_holds_the_drawing_of_this_very_table() {
        let page = include_str!("../../../../docs/order-states.md");
        let drawing = format!("```mermaid\n{}```\n", state_diagram());
        assert!(
            page.contains(&drawing),
            "docs/order-states.md must hold:\n{drawing}"
        );
    }
}
