#!/usr/bin/env bash
# Installs what is needed, builds from nothing, runs the tests.
