"""The manifests keep the rules of the house. (No cluster is here: what they say is read, not run.)"""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
FOLDER = DEPLOY / "kubernetes"
PLAN = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
THINGS: list[dict[str, Any]] = [
    thing for name in PLAN["resources"] for thing in yaml.safe_load_all((FOLDER / name).read_text())
]
PODS = {
    thing["metadata"]["name"]: thing["spec"].get("jobTemplate", thing)["spec"]["template"]
    for thing in THINGS
    if thing["kind"] in ("Deployment", "Job", "CronJob")
}
ENDS = {thing["metadata"]["name"] for thing in THINGS if thing["kind"] in ("Job", "CronJob")}
KINDS = {
    "Namespace": "v1",
    "ConfigMap": "v1",
    "PersistentVolumeClaim": "v1",
    "Service": "v1",
    "Deployment": "apps/v1",
    "Job": "batch/v1",
    "CronJob": "batch/v1",
    "PodDisruptionBudget": "policy/v1",
    "HorizontalPodAutoscaler": "autoscaling/v2",
    "Ingress": "networking.k8s.io/v1",
    "NetworkPolicy": "networking.k8s.io/v1",
}


def containers() -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, one)
        for name, pod in PODS.items()
        for one in [*pod["spec"]["containers"], *pod["spec"].get("initContainers", [])]
    ]


def thing(kind: str, name: str) -> dict[str, Any]:
    (found,) = [one for one in THINGS if one["kind"] == kind and one["metadata"]["name"] == name]
    return found


def test_every_file_is_part_of_it_and_of_a_version_that_is_served():
    assert {path.name for path in FOLDER.glob("*.yaml")} == {*PLAN["resources"], "kustomization.yaml"}
    assert all((FOLDER / file).is_file() for one in PLAN["configMapGenerator"] for file in one["files"])
    for one in THINGS:
        assert one["apiVersion"] == KINDS[one["kind"]], one["metadata"]["name"]
    names = [(one["kind"], one["metadata"]["name"]) for one in THINGS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("pod", "container"), containers(), ids=lambda one: one if isinstance(one, str) else one["name"]
)
def test_no_container_is_root_or_writes_or_grows_without_bound(pod, container):
    own = container["securityContext"]
    assert own["allowPrivilegeEscalation"] is False and own["readOnlyRootFilesystem"] is True
    assert own["capabilities"] == {"drop": ["ALL"]}
    together = PODS[pod]["spec"]["securityContext"]
    assert together["runAsNonRoot"] is True and together["runAsUser"] > 0
    assert together["seccompProfile"] == {"type": "RuntimeDefault"}
    assert PODS[pod]["spec"]["automountServiceAccountToken"] is False
    assert container["resources"]["limits"]["memory"] and container["resources"]["requests"]["cpu"]
    known = {one["name"] for one in PODS[pod]["spec"]["volumes"]}
    assert {mount["name"] for mount in container["volumeMounts"]} <= known
    pinned = {one["name"] for one in PLAN["images"]}
    name, _, tag = container["image"].partition(":")
    assert name in pinned if not tag else tag != "latest"
    for one in PODS[pod]["spec"]["volumes"]:
        assert "emptyDir" not in one or one["emptyDir"]["sizeLimit"]


@pytest.mark.parametrize("name", sorted(PODS))
def test_whatever_goes_on_running_is_asked_whether_it_does(name):
    (container,) = PODS[name]["spec"]["containers"]
    probes = {probe for probe in ("startupProbe", "livenessProbe", "readinessProbe") if probe in container}
    assert len(probes) == (0 if name in ENDS else 3)


def test_the_probes_of_the_web_server_are_addresses_it_answers():
    from platform_core.web.middleware import health

    (web,) = PODS["web"]["spec"]["containers"]
    assert web["livenessProbe"]["httpGet"]["path"] == web["startupProbe"]["httpGet"]["path"] == health.LIVE
    assert web["readinessProbe"]["httpGet"]["path"] == health.READY


def test_web_and_workers_scale_out_and_there_is_one_clock():
    scaled = thing("HorizontalPodAutoscaler", "web")["spec"]
    assert scaled["minReplicas"] >= 2 and scaled["scaleTargetRef"]["name"] == "web"
    assert thing("Deployment", "worker")["spec"]["replicas"] >= 2
    clock = thing("Deployment", "clock")["spec"]
    assert (clock["replicas"], clock["strategy"]["type"]) == (1, "Recreate")
    for name in ("web", "worker", "pooler"):
        budget = thing("PodDisruptionBudget", name)["spec"]
        labels = PODS[name]["metadata"]["labels"].items()
        assert budget["selector"]["matchLabels"].items() <= labels
        replicas = thing("Deployment", name)["spec"]["replicas"]
        assert budget.get("minAvailable", 0) < replicas, "one may always be moved"


def test_every_program_is_one_of_the_image_and_reads_what_is_known():
    served = set(re.findall(r"^(\w+)\)$", (DEPLOY / "bin/serve").read_text(), re.MULTILINE))
    known = set(re.findall(r"^#?([A-Z][A-Z_]+)=", (DEPLOY / "env.example").read_text(), re.MULTILINE))
    named = set(thing("ConfigMap", "madang")["data"]) - {"TMPDIR"}
    for name, container in containers():
        if container["image"] == "madang":
            if "args" in container:
                assert container["args"] == [name] and name in served
            named |= {one["name"] for one in container.get("env", [])}
    assert {name.removesuffix("_FILE") for name in named} <= known
    assert subprocess.run(["sh", "-n", DEPLOY / "bin/serve"], check=False).returncode == 0


def test_schemas_are_brought_to_head_by_one_job_past_the_pooler():
    job = thing("Job", "migrate")["spec"]
    assert job["backoffLimit"] == 0 and job["template"]["spec"]["restartPolicy"] == "Never"
    urls = {
        name: [one["value"] for one in container.get("env", []) if one["name"] == "DATABASE_URL_FILE"]
        for name, container in containers()
    }
    assert urls["migrate"] == urls["worker"] == ["/secrets/database_url"]
    assert urls["web"] == ["/secrets/pooled_database_url"]
    (web,) = PODS["web"]["spec"]["containers"]
    assert {"name": "CONN_MAX_AGE", "value": "0"} in web["env"], "a connection goes back after each request"


def test_nobody_talks_to_anybody_unless_it_is_said():
    policies = [one["spec"] for one in THINGS if one["kind"] == "NetworkPolicy"]
    assert {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]} in policies
    inward = [rule for policy in policies for rule in policy.get("ingress", [])]
    assert inward and all(rule["from"] and rule["ports"] for rule in inward)
    for policy in policies:
        selector = policy["podSelector"]
        named = set(selector.get("matchLabels", {}).values())
        for expression in selector.get("matchExpressions", []):
            named |= set(expression["values"])
        assert named <= set(PODS)


def test_services_and_doors_lead_to_pods_that_there_are():
    for one in THINGS:
        if one["kind"] == "Service":
            pod = PODS[one["spec"]["selector"]["app"]]
            ports = {port["name"] for port in pod["spec"]["containers"][0]["ports"]}
            assert {port["targetPort"] for port in one["spec"]["ports"]} <= ports
    for rule in thing("Ingress", "web")["spec"]["rules"]:
        for path in rule["http"]["paths"]:
            assert thing("Service", path["backend"]["service"]["name"])


def test_a_night_of_backups_runs_what_is_there():
    """The same scripts as on one machine, with what they ask for."""
    night = PODS["backup"]["spec"]["containers"][0]
    scripts = {path.name for path in (DEPLOY / "backup").iterdir()}
    for name in ("wal", "backup"):
        pod = PODS[name]["spec"]
        assert pod["initContainers"][0]["command"] == ["cp", "-r", "/app/deploy/backup", "/scripts/"]
        (command,) = pod["containers"][0]["command"]
        assert Path(command).parent == Path("/scripts/backup") and Path(command).name in scripts
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["backup"]["environment"]
    given = {one["name"].removesuffix("_FILE") for one in night["env"]}
    assert given == {name.removesuffix("_FILE") for name in compose} - {"EVERY_HOURS"}
    for path in (DEPLOY / "backup").iterdir():
        assert subprocess.run(["sh", "-n", path], check=False).returncode == 0, path.name
