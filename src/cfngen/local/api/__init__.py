"""The API: CloudFormation's calls, in place of moto's."""
