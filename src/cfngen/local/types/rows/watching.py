"""Alarms, metric filters, schedules and subscriptions: what watches and wakes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cfngen.local.engine.handlers import Job
from cfngen.local.engine.records import Resource
from cfngen.local.types.apimodels import Api, Parameters
from cfngen.local.types.rows.containers import camel
from cfngen.local.types.standins import generated_name


def rows() -> dict[str, Api]:
    """Return the rows by resource type."""
    return {
        "AWS::CloudWatch::Alarm": Api(
            "cloudwatch",
            "put_metric_alarm",
            "delete_alarms",
            lambda job: {"AlarmName": generated_name(job), **job.properties},
            lambda given, _: str(given["AlarmName"]),
            lambda old: {"AlarmNames": [old.physical_id]},
            changed=lambda job, old: {**job.properties, "AlarmName": old.physical_id},
        ),
        "AWS::Logs::MetricFilter": Api(
            "logs",
            "put_metric_filter",
            "delete_metric_filter",
            lambda job: _filter(job.properties, generated_name(job)),
            lambda given, _: str(given["filterName"]),
            lambda old: _filter(old.properties, old.physical_id),
            changed=lambda job, old: _filter(job.properties, old.physical_id),
        ),
        "AWS::Scheduler::Schedule": Api(
            "scheduler",
            "create_schedule",
            "delete_schedule",
            lambda job: {"Name": generated_name(job), **_schedule(job)},
            lambda given, _: str(given["Name"]),
            _schedule_key,
            "update_schedule",
            lambda job, old: {**_schedule(job), "Name": old.physical_id},
            attributes=lambda _, answer: {"Arn": answer["ScheduleArn"]},
        ),
        "AWS::Scheduler::ScheduleGroup": Api(
            "scheduler",
            "create_schedule_group",
            "delete_schedule_group",
            lambda job: {"Name": generated_name(job), **job.properties},
            lambda given, _: str(given["Name"]),
            lambda old: {"Name": old.physical_id},
            attributes=lambda _, answer: {"Arn": answer["ScheduleGroupArn"]},
        ),
        "AWS::SNS::Subscription": Api(
            "sns",
            "subscribe",
            "unsubscribe",
            lambda job: {**job.properties, "ReturnSubscriptionArn": True},
            lambda _, answer: str(answer["SubscriptionArn"]),
            lambda old: {"SubscriptionArn": old.physical_id},
            attributes=lambda _, answer: {"Arn": answer["SubscriptionArn"]},
        ),
    }


def _filter(properties: Mapping[str, Any], name: str) -> Parameters:
    """Return a metric filter as the API names its parts."""
    return {
        "logGroupName": properties["LogGroupName"],
        "filterName": properties.get("FilterName", name),
        "filterPattern": properties["FilterPattern"],
        "metricTransformations": [
            _transformation(part) for part in properties["MetricTransformations"]
        ],
    }


def _transformation(part: Mapping[str, Any]) -> Parameters:
    """Return a transformation; its dimensions are a map in the API."""
    plain = {key[:1].lower() + key[1:]: value for key, value in part.items()}
    dimensions = plain.pop("dimensions", [])
    if dimensions:
        plain["dimensions"] = {d["Key"]: d["Value"] for d in dimensions}
    return plain


def _schedule(job: Job) -> Parameters:
    """Return a schedule; its API calls the parts of an ECS target by other names."""
    target = dict(job.properties["Target"])
    if "EcsParameters" in target:
        target["EcsParameters"] = _task(target["EcsParameters"])
    return {**job.properties, "Target": target}


def _task(given: Mapping[str, Any]) -> Parameters:
    task = dict(given)
    if "NetworkConfiguration" in task:
        network = task["NetworkConfiguration"]["AwsvpcConfiguration"]
        task["NetworkConfiguration"] = {"awsvpcConfiguration": network}
    if "CapacityProviderStrategy" in task:
        strategy = task["CapacityProviderStrategy"]
        task["CapacityProviderStrategy"] = camel(strategy)
    return task


def _schedule_key(old: Resource) -> Parameters:
    group = old.properties.get("GroupName", "default")
    return {"Name": old.physical_id, "GroupName": group}
