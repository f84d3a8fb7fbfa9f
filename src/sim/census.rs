//! Censuses: everybody inside is told at stated instants, with causes up to then, and nothing is changed.
//!
//! It is what the end of the period does, on copies of the records. It happens only in plans of which somebody has asked a
//! [`Question`](crate::plan::Question), at ticks, so the loop of all others does not know of it.

use crate::plan::cause::Cause;
use crate::plan::{NONE, Op};

use super::engine::Engine;
use super::observer::{Observer, Standing};
use super::vehicle::{APART, COMING, GONE, SERVING, TRAVELLING, Vehicle};

impl Engine<'_> {
    /// Tells all inside, where this instant is that of a census.
    #[cold]
    #[inline(never)]
    pub(super) fn count_inside<O: Observer>(&mut self, observer: &mut O) {
        let census = self.plan.census.as_ref();
        if !census.is_some_and(|census| census.is_at(self.now)) {
            return;
        }
        self.find_first_tokens();
        for (handle, vehicle) in self.vehicles.records().iter().enumerate() {
            let token = self.papers.is_token(handle) || self.together.is_token(handle);
            if token || matches!(vehicle.clock, GONE | COMING) {
                continue;
            }
            let mut told = vehicle.clone();
            let standing = if vehicle.clock == APART {
                let first = self.together.first.get(handle);
                let token = first.and_then(|&first| self.vehicles.records().get(first as usize));
                let token = token.unwrap_or(vehicle);
                told.causes = token.causes;
                self.read(token, &mut told)
            } else {
                self.read(vehicle, &mut told)
            };
            observer.census(self.now, &told, standing);
        }
    }

    /// Adds to the causes of `told` what `record` has not yet been given for what it does now, as [`settle`](super::engine::settle)
    /// would, and says what that is.
    fn read(&self, record: &Vehicle, told: &mut Vehicle) -> Standing {
        let spent = self.now - record.since;
        let cause = match record.clock {
            SERVING => Cause::Processing,
            TRAVELLING => match self.plan.ops[record.op as usize] {
                Op::Travel { cause, .. } => cause,
                _ => Cause::Travelling,
            },
            // It is between two steps, or gone: no time has passed since its causes were settled.
            GONE | COMING | APART => {
                return Standing {
                    cause: Cause::Processing,
                    op: record.op,
                    is_waiting: false,
                    yard: told.yard,
                };
            }
            clock => {
                let cause = self.clocks[clock as usize].read(self.now, &mut told.causes);
                return Standing {
                    cause,
                    op: record.op,
                    is_waiting: true,
                    yard: told.yard,
                };
            }
        };
        told.add(cause, spent);
        Standing {
            cause,
            op: record.op,
            is_waiting: false,
            yard: told.yard,
        }
    }

    /// For each vehicle on which several work, the first of them who is not done, as at the end of the period.
    fn find_first_tokens(&mut self) {
        let together = &mut self.together;
        together.first.clear();
        together.first.resize(together.owner.len(), NONE);
        for (token, &owner) in together.owner.iter().enumerate() {
            if owner == NONE {
                continue;
            }
            let op = |token: u32| self.vehicles.records()[token as usize].op;
            let first = &mut together.first[owner as usize];
            // The steps of one stand before those of the next.
            if *first == NONE || op(token as u32) < op(*first) {
                *first = token as u32;
            }
        }
    }
}
