//! Quotas: how many may pass on a day, which may be drawn and vary from day to day.

use crate::des::clock::round;
use crate::des::keyed::{Key, name_hash};
use crate::des::variate::gamma_factor;
use crate::plan::{FactorPlan, NONE};

use super::engine::{Engine, Rank};

/// What quotas draw for: their amounts, and their day-to-day factor.
const QUOTA: u64 = name_hash("quota");
const ACCEPTANCE: u64 = name_hash("acceptance");

/// A quota in a replication.
#[derive(Clone, Default)]
pub(super) struct QuotaState {
    /// How many more may pass.
    pub left: u64,
    /// The next of its days.
    next: usize,
}

impl Engine<'_> {
    pub(super) fn reset_quotas(&mut self) {
        for index in 0..self.quotas.len() {
            self.quotas[index].next = self.plan.quotas[index]
                .resets
                .partition_point(|&(at, _)| at <= self.plan.start)
                .saturating_sub(1);
            self.renew_quota(index as u32);
        }
    }

    /// A quota begins a new day.
    pub(super) fn renew_quota(&mut self, quota: u32) {
        let plan = &self.plan.quotas[quota as usize];
        let state = &mut self.quotas[quota as usize];
        let slot = self.slots.quota + quota;
        let Some(&(_, day)) = plan.resets.get(state.next) else {
            self.events.cancel(slot);
            return;
        };
        let amount = if plan.drawn == NONE {
            plan.amounts[state.next]
        } else {
            let mut stream = self
                .key
                .child(QUOTA)
                .child(plan.hash)
                .child(day as u64)
                .stream();
            self.plan.samplers[plan.drawn as usize]
                .draw(&mut stream)
                .unsigned_abs()
        };
        let share = plan.shares.get(state.next).copied();
        let factor = plan
            .factor
            .map(|factor| day_factor(self.key, ACCEPTANCE, plan.hash, day, factor));
        state.left = if share.is_none() && factor.is_none() {
            amount
        } else {
            // Rounded once.
            round(amount as f64 * share.unwrap_or(1.0) * factor.unwrap_or(1.0)).unsigned_abs()
        };
        state.next += 1;
        match plan.resets.get(state.next) {
            Some(&(at, _)) => self.events.schedule(slot, at, Rank::Calendar as u8),
            None => self.events.cancel(slot),
        }
        if plan.barrier != NONE {
            self.mark_barrier(plan.barrier);
        }
    }

    /// Whether a lane has something left of all its quotas.
    pub(super) fn has_quota(&self, lane: u32) -> bool {
        self.plan.lanes[lane as usize]
            .quotas
            .iter()
            .all(|&quota| self.quotas[quota as usize].left > 0)
    }
}

/// The factor of one day: the part that all of a purpose have in common, times the part of its own.
pub(super) fn day_factor(key: Key, purpose: u64, own: u64, day: i64, factor: FactorPlan) -> f64 {
    let purpose = key.child(purpose);
    let mut product = 1.0;
    if factor.common > 0.0 {
        product *= gamma_factor(factor.common, &mut purpose.child(day as u64).stream());
    }
    if factor.own > 0.0 {
        product *= gamma_factor(
            factor.own,
            &mut purpose.child(own).child(day as u64).stream(),
        );
    }
    product
}
