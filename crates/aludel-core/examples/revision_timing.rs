//! throw-away
use aludel_core::revision::*;
use std::time::Instant;
fn graph(n: usize, pad: bool) -> Vec<Revision> {
    let mut seed = 42u64;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let mut revs: Vec<Revision> = Vec::new();
    let mut heads: Vec<usize> = Vec::new();
    for i in 0..n {
        let id: RevisionId = format!("{:012x}", next() & 0xffff_ffff_ffff).parse().unwrap();
        let mut r = Revision::new(id, "a message of some length for the revision");
        if pad {
            r.created = Some(format!("2026-01-01T{:02}:{:02}:{:02}Z{i:06}", i / 3600 % 24, i / 60 % 60, i % 60));
        }
        let mut parents = vec![];
        if i > 0 {
            match next() % 20 {
                0 if heads.len() >= 2 => {
                    parents.push(heads.swap_remove(next() as usize % heads.len()));
                    parents.push(heads.swap_remove(next() as usize % heads.len()));
                }
                1 => parents.push(next() as usize % i),
                2 if i % 500 == 2 => {}
                _ => {
                    let at = next() as usize % heads.len();
                    parents.push(heads.swap_remove(at));
                }
            }
            if next() % 50 == 0 {
                r.depends_on.push(revs[next() as usize % i].id.to_string());
            }
            if next() % 100 == 0 {
                r.branch_labels.push(format!("label{i}"));
            }
        }
        heads.retain(|h| !parents.contains(h));
        heads.push(i);
        r.revises = parents.iter().map(|p| revs[*p].id.clone()).collect();
        revs.push(r);
    }
    for i in (1..n).rev() {
        revs.swap(i, next() as usize % (i + 1));
    }
    revs
}
fn main() {
    for n in [1_000, 10_000, 50_000] {
        for created in [false, true] {
            let revs = graph(n, created);
            let mut best = [f64::MAX; 8];
            for _ in 0..7 {
                let input = revs.clone();
                let mut t = Instant::now();
                let mut lap = |i: usize, t: &mut Instant| {
                    best[i] = best[i].min(t.elapsed().as_secs_f64() * 1e3);
                    *t = Instant::now();
                };
                let g = RevisionGraph::build(input);
                lap(0, &mut t);
                assert!(g.damage().is_empty());
                let none = Applied::default();
                let heads: Symbol = "heads".parse().unwrap();
                t = Instant::now();
                g.resolve(&heads, &none).unwrap();
                let id = revs[n / 2].id.as_str()[..8].parse().unwrap();
                g.resolve(&id, &none).unwrap();
                lap(1, &mut t);
                let steps = g.path(&none, &Target::Upgrade(heads.clone())).unwrap();
                lap(2, &mut t);
                let mut applied = none.clone();
                for s in &steps {
                    applied.take(s);
                }
                lap(3, &mut t);
                let down = g.path(&applied, &Target::Downgrade("base".parse().unwrap())).unwrap();
                assert_eq!(down.len(), n);
                lap(4, &mut t);
                let h = g.history(&"base:heads".parse().unwrap(), &applied).unwrap();
                assert_eq!(h.len(), n);
                lap(5, &mut t);
                let s = g.stamp(&applied, &[heads], Held::Keep).unwrap();
                assert!(s.added.is_empty());
                lap(6, &mut t);
                assert!(g.survey(&applied).is_up_to_date());
                lap(7, &mut t);
            }
            println!(
                "{n} created={created} build {:.2} resolve {:.3} upgrade {:.2} take {:.2} downgrade {:.2} history {:.2} stamp {:.2} survey {:.2}",
                best[0], best[1], best[2], best[3], best[4], best[5], best[6], best[7]
            );
        }
    }
}
