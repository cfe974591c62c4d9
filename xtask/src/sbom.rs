//! `cargo xtask sbom`: what the page is made of, as CycloneDX, in `dist/adsum.cdx.json`.
//!
//! Made of `cargo metadata`, which knows it exactly: the crates of the worker for wasm, without what only tests use.
//! Of npm's packages, the `dependencies` and what they need are shipped; the others are listed as what built it.

use crate::process::output;
use crate::root;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

pub(crate) fn command() -> Result<()> {
    let metadata = output(Command::new("cargo").current_dir(root()).args([
        "metadata",
        "--locked",
        "--format-version=1",
        "--filter-platform=wasm32-unknown-unknown",
    ]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let lock: Value = serde_json::from_str(&fs::read_to_string(root().join("www/package-lock.json"))?)?;
    let bom = bom(&metadata, &lock)?;
    let path = root().join("dist/adsum.cdx.json");
    fs::create_dir_all(root().join("dist"))?;
    fs::write(&path, serde_json::to_string_pretty(&bom)? + "\n")?;
    let count = bom["components"].as_array().map_or(0, Vec::len);
    println!("dist/adsum.cdx.json: {count} components");
    Ok(())
}

/// No time and no serial number in it: the same lock files give the same bytes.
fn bom(metadata: &Value, npm: &Value) -> Result<Value> {
    let packages: BTreeMap<&str, &Value> =
        list(&metadata["packages"]).filter_map(|one| Some((one["id"].as_str()?, one))).collect();
    let page = packages.values().find(|one| one["name"] == "adsum-web").context("no package adsum-web")?;
    let used = used(metadata, page["id"].as_str().unwrap_or_default());
    let mut components: Vec<Value> = used
        .iter()
        .filter_map(|id| packages.get(id))
        .filter(|one| !one["source"].is_null())
        .map(|one| component(one, "cargo", "required"))
        .collect();
    for (place, package) in npm["packages"].as_object().into_iter().flatten() {
        if let (Some(name), false) = (place.strip_prefix("node_modules/"), package["dev"] == true) {
            let (version, license) = (&package["version"], &package["license"]);
            let package = json!({ "name": name, "version": version, "license": license });
            components.push(component(&package, "npm", "required"));
        }
    }
    for (name, version) in npm["packages"][""]["devDependencies"].as_object().into_iter().flatten() {
        components.push(component(&json!({ "name": name, "version": version }), "npm", "excluded"));
    }
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": { "type": "application", "name": "adsum", "version": page["version"] } },
        "components": components,
    }))
}

fn component(package: &Value, kind: &str, scope: &str) -> Value {
    let text = |key: &str| package[key].as_str().unwrap_or_default();
    let (name, version) = (text("name"), text("version"));
    let mut component = json!({
        "type": "library",
        "name": name,
        "version": version,
        "purl": format!("pkg:{kind}/{name}@{version}"),
        "scope": scope,
    });
    if let Some(license) = package["license"].as_str() {
        component["licenses"] = json!([{ "expression": license.replace('/', " OR ") }]);
    }
    component
}

/// The packages that this one is built with, itself among them; not those that only its tests use.
fn used<'a>(metadata: &'a Value, root: &'a str) -> BTreeSet<&'a str> {
    let nodes: BTreeMap<&str, &Value> =
        list(&metadata["resolve"]["nodes"]).filter_map(|node| Some((node["id"].as_str()?, node))).collect();
    let mut found = BTreeSet::new();
    let mut left = vec![root];
    while let Some(id) = left.pop() {
        if !found.insert(id) {
            continue;
        }
        let of = nodes.get(id).map(|node| &node["deps"]);
        for dependency in of.into_iter().flat_map(list) {
            let is_test = |kind: &Value| kind["kind"] == "dev";
            if !list(&dependency["dep_kinds"]).all(is_test) {
                left.extend(dependency["pkg"].as_str());
            }
        }
    }
    found
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_tests_use_is_not_part_of_it() -> Result<()> {
        let package = |name: &str, source: Value| json!({ "id": name, "name": name, "version": "1.0.0", "source": source, "license": "MIT/Apache-2.0" });
        let needs = |name: &str, kind: Value| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [package("adsum-web", Value::Null), package("used", json!("registry")), package("tested-with", json!("registry"))],
            "resolve": { "nodes": [
                { "id": "adsum-web", "deps": [needs("used", Value::Null), needs("tested-with", json!("dev"))] },
                { "id": "used", "deps": [] },
                { "id": "tested-with", "deps": [] },
            ] },
        });
        let npm = json!({ "packages": {
            "": { "devDependencies": { "builder": "2.0.0" } },
            "node_modules/builder": { "version": "2.0.0", "dev": true, "license": "MIT" },
            "node_modules/drawn-with": { "version": "3.0.0", "license": "ISC" },
        } });
        let bom = bom(&metadata, &npm)?;
        let names: Vec<_> =
            list(&bom["components"]).map(|one| one["purl"].as_str().unwrap_or_default()).collect();
        assert_eq!(names, ["pkg:cargo/used@1.0.0", "pkg:npm/drawn-with@3.0.0", "pkg:npm/builder@2.0.0"]);
        assert_eq!(bom["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        Ok(())
    }
}
