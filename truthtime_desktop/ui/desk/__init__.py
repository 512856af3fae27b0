"""The controller: where clicks and commands arrive and are carried out over one tracker."""
