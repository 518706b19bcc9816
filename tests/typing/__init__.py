"""Type-checked, never run: see test_typing."""  # noqa: A005 # a folder of tests that nothing imports
