"""Programs of users, type-checked (see test_typing); only `downstream` is run as well."""  # noqa: A005 # a folder of tests that nothing imports
