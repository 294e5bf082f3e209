import errno
import ssl

import pytest

from vaultsync.vault.errors import PublishError
from vaultsync.vault.target_address import Target
from vaultsync.vault.target_failure import LATE, failure

S3 = Target(address="s3://bucket/x", kind="s3")
GCS = Target(address="gs://bucket/x", kind="gs")


def said(error, options=None, target=S3):
    return failure(error, target, options or {}).said


class AnsweredError(Exception):
    def __init__(self, status):
        self.status_code = status


def test_a_missing_package_says_how_to_install_it():
    told = failure(ImportError("Install s3fs to access S3"), S3, {})
    assert told.hint == "Install it: pip install 'vaultsync[s3]'"
    assert failure(ImportError("Please install gcsfs."), GCS, {}).hint == "Please install gcsfs."
    assert not told.again


def test_a_cause_underneath_is_found():
    error = ConnectionError("connect failed")
    error.__cause__ = ssl.SSLCertVerificationError("certificate verify failed")
    assert said(error) == "its certificate is not to be trusted"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (TimeoutError(), LATE.said),
        (ConnectionRefusedError(), "it could not be reached"),
        (OSError(errno.ENOSPC, "full"), "there is no room left"),
        (OSError(errno.EBUSY, "slow down"), "it is busy"),
        (AnsweredError(401), "it refused the user name, the password or the key"),
        (AnsweredError(404), "that folder or bucket is not there"),
        (AnsweredError(503), "it is busy"),
        (AnsweredError(301), "it answered 301"),
    ],
)
def test_known_failures_have_a_sentence(error, told):
    assert said(error) == told


def test_a_folder_says_it_itself():
    told = failure(PublishError("x could not be written: the disk is full. Free some space, and sync again."), S3, {})
    assert (told.said, told.hint) == ("x could not be written: the disk is full", "Free some space, and sync again.")


def test_what_nobody_knows_is_said_in_its_own_words_without_secrets():
    options = {"secret": "hunter2", "client_kwargs": {"tokens": ["t0k3n"]}, "endpoint_url": "http://store"}
    assert said(ValueError("no hunter2 nor t0k3n at http://store."), options) == (
        "it failed (ValueError: no … nor … at http://store)"
    )


def test_a_secret_that_may_be_cut_or_is_too_short_to_look_for_silences_it():
    assert said(ValueError("x" * 500), {"secret": "hunter2"}) == "it failed (ValueError)"
    assert said(ValueError("the pin 12"), {"secret": "12"}) == "it failed (ValueError)"
    assert said(ValueError()) == "it failed (ValueError)"
