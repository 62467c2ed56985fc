//! Runs the scripts of ../scenarios over loopback and prints what each step gave.
//! Usage: scenarios FILE…; see ../scenarios/README.md for the language.
mod json;
mod options;
mod show;
mod tcp;
mod udp;
mod world;

use std::{env, fs};
use world::World;

struct Scenario {
    title: String,
    steps: Vec<String>,
}

fn parse(script: &str) -> Vec<Scenario> {
    let mut all: Vec<Scenario> = Vec::new();
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.strip_prefix("== ") {
            Some(title) => all.push(Scenario { title: title.to_string(), steps: Vec::new() }),
            None => all.last_mut().expect("a step before the first scenario").steps.push(line.to_string()),
        }
    }
    all.into_iter().flat_map(for_each_loopback).collect()
}

fn for_each_loopback(scenario: Scenario) -> Vec<Scenario> {
    if !scenario.steps.iter().any(|step| step.contains("{lo}")) {
        return vec![scenario];
    }
    ["127.0.0.1", "[::1]"]
        .map(|lo| Scenario {
            title: format!("{} ({lo})", scenario.title),
            steps: scenario.steps.iter().map(|step| step.replace("{lo}", lo)).collect(),
        })
        .into()
}

fn run(scenario: &Scenario) -> String {
    let mut world = World::default();
    let steps = scenario.steps.iter().map(|step| {
        let is = world.perform(step);
        format!("[{},{}]", json::string(step), json::string(&is))
    });
    let steps = steps.collect::<Vec<_>>().join(",");
    format!("{{\"scenario\":{},\"steps\":[{steps}]}}", json::string(&scenario.title))
}

fn main() {
    for path in env::args().skip(1) {
        let script = fs::read_to_string(&path).expect("a script");
        for scenario in parse(&script) {
            println!("{}", run(&scenario));
        }
    }
}
