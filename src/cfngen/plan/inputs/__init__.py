"""What is to be deployed and where, as the project and the command line say it."""
