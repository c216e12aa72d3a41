"""cfngen: containers in, reviewable nested CloudFormation stacks out."""
