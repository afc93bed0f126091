// Tells a secret that is locked away from one that is not there.
#pragma once

#include <QString>

#include <functional>

class QObject;

namespace gantry {

// libsecret, and QtKeychain with it, says of an entry in a locked keychain that it is not there, when nobody
// unlocks it. This asks the secret service itself
// (https://specifications.freedesktop.org/secret-service-spec/latest/) and hands on whether it holds such an
// entry under lock; false where no such service answers. Called, and answered, in the thread of the context,
// which has an event loop; never answered if the context goes first.
void askIfLocked(QObject *context, const QString &service, const QString &account,
                 const std::function<void(bool locked)> &answer);

} // namespace gantry
