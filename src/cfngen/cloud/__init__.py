"""The cloud as cfngen sees it: components over boto3, plain values out.

`cfngen.cloud.aws` opens the connections and puts the components together. It is
imported where a connection is opened, so that all else can be imported without boto3.
"""
