"""Metrics and what publishes them."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, GONE, Case, like, model, problems, ref

CASES = (
    Case(
        "a service by its ARN",
        *("CG634", {"Busy/Dimensions/1/Value": ref("Service")}, "Busy"),
        "Write Fn::GetAtt Service.Name",
    ),
    Case(
        "a cluster for an instance",
        *("CG634", {"Alarm/Dimensions/0/Value": ref("Cluster")}, "Alarm"),
        "Name a resource of AWS::RDS::DBInstance",
    ),
    Case(
        "a service without its cluster",
        *("CG634", {"Busy/Dimensions/0": GONE}, "Busy"),
        "ServiceName of AWS/ECS comes with ClusterName only",
    ),
    Case(
        "a service of another cluster",
        *(
            "CG634",
            {"More": like("Ecs"), "Busy/Dimensions/0/Value": ref("More")},
            "Busy",
        ),
        "Service runs in Ecs, not in More",
    ),
    Case(
        "a node that is not there",
        *("CG634", {"Cache/NumCacheClusters": "1"}, "Node"),
        "The last is -001",
    ),
    Case(
        "a group for a node",
        *("CG634", {"Node/Dimensions/0/Value": ref("Cache")}, "Node"),
        "Add -001",
    ),
    Case(
        "hosts without a target group",
        *(
            "CG634",
            {
                "Node/Namespace": "AWS/ApplicationELB",
                "Node/MetricName": "UnHealthyHostCount",
                "Node/Dimensions": [{"Name": "LoadBalancer", "Value": "app/x/1"}],
            },
            "Node",
        ),
        "Add TargetGroup",
    ),
    Case(
        "a metric that nobody counts",
        *(
            "CG635",
            {"Lines/MetricTransformations/0/MetricName": "rows"},
            "Rate/Metrics/1/MetricStat/Metric/MetricName",
        ),
        "no filter counts lines in shop",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


def test_who_may_publish_may_count_everything() -> None:
    policy = {"Statement": [{"Effect": "Allow", "Action": "cloudwatch:PutMetricData"}]}
    role = {
        "Type": "AWS::IAM::Role",
        "Properties": {"Policies": [{"PolicyName": "x", "PolicyDocument": policy}]},
    }
    renamed = {"Lines/MetricTransformations/0/MetricName": "rows", "Role": role}
    assert problems(model(renamed), [CHECKS["CG635"]]) == []
