"""How each type of `apimodels` is carried out: a row a type, a module a service."""
