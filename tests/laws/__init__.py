"""The laws, a file each: what every decision keeps, and the twin that shows it is not kept vacuously."""
