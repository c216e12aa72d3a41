"""Where starts end up that did not succeed: a dead-letter queue.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
"""

from __future__ import annotations

from awacs import sqs as actions
from awacs.aws import Bool, Condition, Deny, Principal, Statement
from troposphere import GetAtt, Ref, sqs

from cfngen.physical import name_tag
from cfngen.policies import document
from cfngen.spec.system import System

KEPT_SECONDS = 14 * 24 * 3600
"""How long a start that failed can be read about; the most that SQS gives."""


def dead_letters(system: System) -> sqs.Queue:
    """Return the queue of the starts that failed to the last.

    It holds news of failures and nothing that could not be seen elsewhere, so it goes
    with its stack. SQS encrypts it with its own key: Scheduler may then write to it
    without a grant on another.
    """
    return sqs.Queue(
        "DeadLetterQueue",
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
        MessageRetentionPeriod=KEPT_SECONDS,
        SqsManagedSseEnabled=True,
        Tags=name_tag(system.system, "jobs"),
    )


def over_tls(letters: sqs.Queue) -> sqs.QueuePolicy:
    """Return the policy that refuses whatever does not come over TLS.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
    """
    plain = Statement(
        Sid="TlsOnly",
        Effect=Deny,
        Principal=Principal("*"),
        Action=[actions.Action("*")],
        Resource=[GetAtt(letters, "Arn")],
        Condition=Condition([Bool({"aws:SecureTransport": "false"})]),
    )
    return sqs.QueuePolicy(
        "DeadLetterQueuePolicy",
        Queues=[Ref(letters)],
        PolicyDocument=document(plain),
    )
