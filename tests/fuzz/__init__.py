"""What is thrown at the library by the hundred thousand; run by hand, a little of it in the suite."""
