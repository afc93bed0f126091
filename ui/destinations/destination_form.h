// The editor of one destination, built from the fields of its kind.
#pragma once

#include "engine/core/destination_types.h"

#include <QByteArray>
#include <QMap>
#include <QStringList>
#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace gantry {

class CommonFields;
class FieldRow;
class KindFields;
class SecretPlace;

class DestinationForm : public QWidget
{
    Q_OBJECT

public:
    explicit DestinationForm(QList<DestinationKind> kinds, QWidget *parent = nullptr);

    // A new one that begins with these settings; its name may be empty. Names that are taken are refused.
    void showNew(const DestinationSettings &settings, const QStringList &takenNames);
    // One that the engine has, as it is stored there. Its name and kind are fixed.
    void showStored(const DestinationSettings &settings);

    bool isNew() const { return m_isNew; }
    bool isDirty() const; // something differs from what was shown, or a secret was typed
    DestinationSettings settings() const;
    QMap<QString, QByteArray> secrets() const; // as KindFields::secrets()

    // As Engine::keptSecrets(), of the stored destination that is shown.
    void setKeptSecrets(const std::optional<QStringList> &names);
    // As SecretPlace::setProfiles(), for the forms to come, too.
    void setProfiles(const QStringList &names, const QString &problem);

    // Says what is wrong beside each field and goes to the first; true: nothing is.
    bool check();
    void goToFirst();

Q_SIGNALS:
    void edited();

private:
    void fill(const DestinationSettings &settings);
    void rebuild(const DestinationSettings &settings);
    void reachFieldsAfterKind();
    void wasEdited();
    void explainSecrets();
    QStringList storedSecrets() const;
    void checkName(FieldRow *&first);
    const DestinationKind *kindOf(const QString &name) const;

    QList<DestinationKind> m_kinds;
    QStringList m_takenNames;
    QStringList m_profiles;
    QString m_profilesProblem;
    DestinationSettings m_shown; // what isDirty() compares with
    std::optional<QStringList> m_keptSecrets;
    bool m_isNew = false;
    bool m_isFilling = false;

    QVBoxLayout *m_column;
    QLineEdit *m_name = nullptr;
    FieldRow *m_nameRow = nullptr;
    QComboBox *m_kind = nullptr;
    QLabel *m_fixed = nullptr;
    QLabel *m_unknownKind = nullptr;
    // Made anew for each destination.
    QWidget *m_fields = nullptr;
    KindFields *m_kindFields = nullptr;
    SecretPlace *m_secretPlace = nullptr;
    CommonFields *m_common = nullptr;
};

} // namespace gantry
