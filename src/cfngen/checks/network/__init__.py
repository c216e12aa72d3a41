"""Checks of networks, security groups and endpoints: CG510 to CG524.

CG201 is older than the others.
"""

from cfngen.checks.check import Check
from cfngen.checks.network import acls, endpoints, groups, lists, ranges, routes, tasks

DOCS = "https://docs.aws.amazon.com"
GUIDE, API = f"{DOCS}/vpc/latest/userguide", f"{DOCS}/AWSEC2/latest/APIReference"
LINK, TASKS = (
    f"{DOCS}/vpc/latest/privatelink",
    f"{DOCS}/AmazonECS/latest/developerguide",
)

CHECKS = (
    Check("CG201", ranges.fitting, f"{GUIDE}/vpc-cidr-blocks.html"),
    Check("CG510", endpoints.names, f"{GUIDE}/vpc-dns.html"),
    Check("CG511", groups.distinct, f"{GUIDE}/security-group-rules.html"),
    Check("CG512", groups.sound, f"{API}/API_IpPermission.html"),
    Check("CG513", groups.together, f"{GUIDE}/vpc-security-groups.html"),
    Check("CG514", groups.described, f"{API}/API_CreateSecurityGroup.html"),
    Check("CG515", routes.single, f"{API}/API_CreateRoute.html"),
    Check("CG516", routes.attached, f"{GUIDE}/VPC_Internet_Gateway.html"),
    Check("CG517", routes.reaching, f"{GUIDE}/nat-gateway-basics.html"),
    Check("CG518", routes.once, f"{GUIDE}/subnet-route-tables.html"),
    Check("CG519", acls.entries, f"{API}/API_CreateNetworkAclEntry.html"),
    Check("CG520", endpoints.sound, f"{LINK}/create-interface-endpoint.html"),
    Check("CG521", endpoints.logs, f"{API}/API_CreateFlowLogs.html"),
    Check("CG522", lists.entries, f"{API}/API_CreateManagedPrefixList.html"),
    Check("CG524", tasks.public_addresses, f"{TASKS}/fargate-task-networking.html"),
)
