"""The shell scripts of a release, made of the spec; what differs comes in variables.

COMMIT is the commit, or the file `commit` holds it; PREFIX is how families begin,
CLUSTER the cluster, CAPACITY what runs the tasks, `<IMAGE>_REPOSITORY` an address in
ECR, `<SERVICE>_NETWORK` where a service runs, `<SERVICE>_SERVICE` its name in ECS.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from cfngen.layers.delivery import grants
from cfngen.layers.delivery.pipeline.buildspec import RESULT
from cfngen.layers.delivery.pipeline.images import Image, images, repository, variable
from cfngen.layers.delivery.pipeline.tasks import green, migrations, rolling
from cfngen.spec.service import Service
from cfngen.spec.system import System

STAGE = "Release"
"""The stage that prepares, moves and finishes; a script asks whether it goes back."""

FIELDS = """\
family: family, cpu: cpu, memory: memory, networkMode: networkMode,
    taskRoleArn: taskRoleArn, executionRoleArn: executionRoleArn, volumes: volumes,
    containerDefinitions: containerDefinitions, runtimePlatform: runtimePlatform,
    requiresCompatibilities: requiresCompatibilities"""
"""What a task definition is registered with, of all that ECS says when it describes
one. The templates set these and no others."""

BUILD = """\
# build REPOSITORY FOLDER: push the image of this commit, unless it is there already.
build() {
  if aws ecr describe-images --repository-name "${1#*/}" \\
      --image-ids "imageTag=$COMMIT" > /dev/null 2>&1; then
    echo "$1:$COMMIT is there already."
  else
    docker build --tag "$1:$COMMIT" "$2"
    docker push "$1:$COMMIT"
  fi
}
"""

DEFINITION = f"""\
# definition TASK: write its newest definition, with the images of this commit, and the
# tags that people gave it.
fields="taskDefinition.{{{FIELDS}}}"
definition() {{
  mkdir -p "{RESULT}/$1"
  aws ecs describe-task-definition --task-definition "$PREFIX-$1" \\
      --query "$fields" --output json |
    sed "${{images[@]}}" > "{RESULT}/$1/taskdef.json"
  aws ecs describe-task-definition --task-definition "$PREFIX-$1" --include TAGS \\
      --query "tags[?!starts_with(key, 'aws:')]" --output json > "{RESULT}/$1/tags.json"
}}
"""

REGISTER = """\
# register FOLDER: register the definition that is in it and print the revision.
register() {
  tags=()
  if [ "$(cat "$1/tags.json")" != "[]" ]; then # ECS refuses a list that is empty
    tags=(--tags "file://$1/tags.json")
  fi
  aws ecs register-task-definition --cli-input-json "file://$1/taskdef.json" \\
      "${tags[@]}" --query taskDefinition.taskDefinitionArn --output text
}
"""

MIGRATE = """\
# migrate SERVICE NETWORK FOLDER: run what is in it once; fail unless it ends with 0.
migrate() {
  revision=$(register "$3")
  task=$(aws ecs run-task --cluster "$CLUSTER" --task-definition "$revision" \\
      --launch-type FARGATE --network-configuration "$2" --started-by pipeline \\
      --query 'tasks[0].taskArn' --output text)
  for _ in 1 2 3 4 5 6; do # each wait is ten minutes at most
    if aws ecs wait tasks-stopped --cluster "$CLUSTER" --tasks "$task"; then break; fi
  done
  aws logs get-log-events --log-group-name "/ecs/$PREFIX-$1" --start-from-head \\
      --log-stream-name "migrate/$1/${task##*/}" \\
      --query 'events[].[message]' --output text || echo "The task wrote no log."
  aws ecs describe-tasks --cluster "$CLUSTER" --tasks "$task" \\
      --query 'tasks[0].[stoppedReason, containers[0].reason]' --output text
  code=$(aws ecs describe-tasks --cluster "$CLUSTER" --tasks "$task" \\
      --query 'tasks[0].containers[0].exitCode' --output text)
  if [ "$code" != 0 ]; then
    echo "The migration of $1 ended with exit code $code; nothing is released."
    exit 1
  fi
}
"""

GOES_BACK = f"""\
kind=$(aws codepipeline get-pipeline-state --name "${{CODEBUILD_INITIATOR#*/}}" \\
    --query "stageStates[?stageName=='{STAGE}'].latestExecution.type" --output text)
"""

ROLL = """\
# roll SERVICE NAME: replace its tasks and fail if ECS goes back to the old ones.
roll() {
  revision=$(register "$1")
  aws ecs update-service --cluster "$CLUSTER" --service "$2" \\
      --task-definition "$revision" > /dev/null
  aws ecs wait services-stable --cluster "$CLUSTER" --services "$2"
  running=$(aws ecs describe-services --cluster "$CLUSTER" --services "$2" \\
      --query 'services[0].taskDefinition' --output text)
  if [ "$running" != "$revision" ]; then
    echo "ECS took $1 back to $running."
    exit 1
  fi
}
"""


def build(built: Iterable[Image]) -> str:
    """Return the script that builds images and pushes them under the commit."""
    every = tuple(built)
    first = repository(every[0].name)
    lines = [
        f"aws ecr get-login-password |\n  docker login --username AWS --password-stdin "
        f'"${{{first}%%/*}}"',
        BUILD.rstrip(),
        *(f'build "${repository(one.name)}" {_folder(one)}' for one in every),
        f"rm -rf {RESULT} # the repository's, which is in the images by now",
        f'mkdir {RESULT}\necho "$COMMIT" > {RESULT}/commit',
    ]
    return "\n".join(lines) + "\n"


def prepare(system: System) -> str:
    """Return the script that writes what is to run, and migrates before it does."""
    tasks = (*system.tasks, *migrations(system))
    lines = [
        _images(system),
        DEFINITION.rstrip(),
        *(f"definition {task}" for task in tasks),
        *(_appspec(name, service) for name, service in green(system).items()),
        *([_migrate(system)] if migrations(system) else []),
    ]
    return "\n".join(lines) + "\n"


def finish(system: System) -> str:
    """Return the script that releases what the load balancer sends no requests."""
    lines = [
        REGISTER.rstrip(),
        *([ROLL.rstrip()] if rolling(system) else []),
        *(f'roll {name} "${variable(name, "SERVICE")}"' for name in rolling(system)),
        *(f"register {name}" for name in system.jobs),
    ]
    return "\n".join(lines) + "\n"


def _folder(image: Image) -> str:
    """Return a folder as the shell takes it."""
    return shlex.quote(image.folder)


def _images(system: System) -> str:
    """Return the lines that tell sed which image addresses to end in the commit."""
    repositories = " ".join(f'"${repository(one.name)}"' for one in images(system))
    return (
        "commit=$(cat commit)\nimages=()\n"
        f"for repository in {repositories}; do\n"
        '  images+=(-e "s|\\"$repository:[^\\"]*\\"|\\"$repository:$commit\\"|g")\n'
        "done"
    )


def _appspec(name: str, service: Service) -> str:
    """Return the lines that write how CodeDeploy releases a service.

    https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
    """
    return f"""\
cat > {RESULT}/{name}/appspec.yaml << END
version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo:
          ContainerName: {service.front or name}
          ContainerPort: {service.entry_port}
        CapacityProviderStrategy: $CAPACITY
END"""


def _migrate(system: System) -> str:
    """Return the lines that migrate, unless the stage goes back to an older commit."""
    calls = "\n".join(
        f'  migrate {name} "${variable(name, "NETWORK")}" '
        f"{RESULT}/{grants.migration(name)}"
        for name in grants.migrating(system)
    )
    back = '  echo "Going back: the database stays as it is."'
    choice = f'if [ "$kind" = ROLLBACK ]; then\n{back}\nelse\n{calls}\nfi'
    return f"{REGISTER}{MIGRATE}{GOES_BACK}{choice}"
