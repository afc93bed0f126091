// The part of a destination's form that its kind asks for, one row for each of its fields.
#pragma once

#include "engine/core/destination_types.h"

#include <QByteArray>
#include <QMap>
#include <QWidget>

#include <vector>

class QCheckBox;

namespace gantry {

class FieldRow;

class KindFields : public QWidget
{
    Q_OBJECT

public:
    // limits: an empty widget, which outlives this and gets the rows for sizes. They are for few, and say
    // what the destination allows: they stand with the part size.
    KindFields(const QList<SettingsField> &fields, const QMap<QString, QString> &values, QWidget *limits,
               QWidget *parent = nullptr);

    // Values as they stand in the form; an empty one and a flag that is off are left out. Secrets are not
    // among them.
    QMap<QString, QString> values() const;
    QMap<QString, QByteArray> secrets() const; // those that were typed; empty: what is stored is to go
    bool hasSecrets() const;
    // Rows that have no meaning with the choices made, or whose values the place for secrets brings, are not
    // shown and have no value.
    void setSecretStore(SecretStoreKind store);

    // Secrets are read from elsewhere: there is nothing to type.
    void setSecretsAreTyped(bool typed);
    // The secrets that the destination has, and what their fields say while they are empty. Where they stay
    // stored, a required one may be left empty, and an optional one can be removed.
    void setStoredSecrets(const QStringList &names, bool stay, const QString &placeholder);

    // Shows what is wrong beside each field and returns the first such row; nullptr: all is well.
    FieldRow *check();
    void clearProblems();
    FieldRow *firstRow() const;

Q_SIGNALS:
    void edited();

private:
    struct Row
    {
        SettingsField field; // as the kind has it; required and help as the choices have it
        FieldRow *row;
        QWidget *editor;
        QCheckBox *removal; // of what is stored; only of an optional secret
        bool matters = true;
    };

    QWidget *editorOf(const SettingsField &field, const QString &value);
    QString textOf(const Row &row) const;
    QString problemOf(const Row &row) const;
    bool isStored(const Row &row) const;
    bool isRemoved(const Row &row) const;
    void showPlaceholder(const Row &row) const;
    QMap<QString, QString> choices() const;
    void showWhatMatters();

    QList<SettingsField> m_fields;
    std::vector<Row> m_rows;
    QWidget *m_limits;
    SecretStoreKind m_store = SecretStoreKind::Keychain;
    bool m_secretsAreTyped = true;
    QStringList m_storedSecrets;
    bool m_secretsStay = false;
    QString m_placeholder;
};

} // namespace gantry
