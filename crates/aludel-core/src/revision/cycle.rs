//! Finding cycles, and opening them.

/// The cycles of a graph given as what each place needs, each from a place to what it needs and so on around; each is
/// opened by taking out one of its edges, so that afterwards there is none.
///
/// The search keeps its own stack, because a history may be as deep as it is long.
pub(super) fn open_cycles(needs: &mut [Vec<usize>]) -> Vec<Vec<usize>> {
    let mut search = Search { state: vec![State::New; needs.len()], trail: Vec::new() };
    let mut cycles = Vec::new();
    for start in 0..needs.len() {
        search.enter(start);
        while let Some((place, next)) = search.trail.last_mut() {
            let Some(needed) = needs.get(*place).and_then(|needed| needed.get(*next)).copied() else {
                search.leave();
                continue;
            };
            match search.state.get(needed) {
                Some(State::Open) => {
                    let (place, next) = (*place, *next);
                    if let Some(needed) = needs.get_mut(place) {
                        needed.remove(next);
                    }
                    cycles.push(search.trail_from(needed));
                }
                Some(State::New) => {
                    *next += 1;
                    search.enter(needed);
                }
                Some(State::Done) | None => *next += 1,
            }
        }
    }
    cycles
}

/// How far the search is with a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// A search down what is needed.
struct Search {
    state: Vec<State>,
    /// The open places, each with the number of what it needs that was seen.
    trail: Vec<(usize, usize)>,
}

impl Search {
    fn enter(&mut self, place: usize) {
        if let Some(state) = self.state.get_mut(place)
            && *state == State::New
        {
            *state = State::Open;
            self.trail.push((place, 0));
        }
    }

    fn leave(&mut self) {
        if let Some((place, _)) = self.trail.pop() {
            self.state.get_mut(place).into_iter().for_each(|state| *state = State::Done);
        }
    }

    fn trail_from(&self, place: usize) -> Vec<usize> {
        self.trail.iter().map(|(open, _)| *open).skip_while(|open| *open != place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::open_cycles;

    #[test]
    fn each_cycle_is_named_in_its_order_and_opened() {
        let mut needs = vec![vec![1], vec![2], vec![0], vec![0, 4], vec![3]];
        assert_eq!(open_cycles(&mut needs), [vec![0, 1, 2], vec![3, 4]]);
        assert_eq!(needs, [vec![1], vec![2], vec![], vec![0, 4], vec![]]);
        assert_eq!(open_cycles(&mut needs), [[0_usize; 0]; 0]);
    }

    #[test]
    fn a_deep_history_does_not_overflow_the_stack() {
        let mut needs: Vec<Vec<usize>> =
            (0..200_000_usize).map(|place| place.checked_sub(1).into_iter().collect()).collect();
        assert_eq!(open_cycles(&mut needs), [[0_usize; 0]; 0]);
    }
}
