"""What is true, whoever looks: the programme's packages, each knowing only those below it on the path."""
